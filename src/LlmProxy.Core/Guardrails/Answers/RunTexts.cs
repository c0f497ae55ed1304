using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Judges what neighbouring blocks of a whole answer say: together, and each by itself.</summary>
internal sealed class RunTexts(AnswerProtocol protocol, IOutputGuards guards) : IDisposable
{
    private readonly PooledBuffer _output = new();
    private readonly PooledBuffer _text = new();
    private readonly List<int> _cuts = [];
    private GuardedPass? _pass;

    /// <summary>Judges the texts of a run, and notes what becomes of them.</summary>
    /// <param name="document">The document that they stand in.</param>
    /// <param name="places">Where, in their order; of one kind and form.</param>
    /// <param name="results">Takes the results; where a guard blocks, what stands before the finding, and nothing of the texts behind it.</param>
    /// <returns>The number of the text in which a guard blocks; -1: none does.</returns>
    public int Judge(ReadOnlySpan<byte> document, AnswerPlace[] places, FrameResults results)
    {
        _pass ??= new GuardedPass(guards, places[0].Kind, places[0].Form, isRepeat: false, isParted: true);
        _pass.Reset();
        _output.Release();
        _cuts.Clear();
        for (var i = 0; i < places.Length && !_pass.IsBlocked; i++)
        {
            guards.Enter(places[i].AddressIn(protocol) with { Part = i });
            _pass.Feed(TextOf(document, places[i]), _output);
            _cuts.AddRange(_pass.Cuts);
            if (_pass.IsBlocked)
                break;
            _pass.EndPart(_output);
            _cuts.AddRange(_pass.Cuts);
        }

        if (!_pass.IsBlocked)
        {
            _pass.Finish(_output);
            _cuts.AddRange(_pass.Cuts);
        }

        return Note(document, places, results);
    }

    public void Dispose()
    {
        _pass?.Dispose();
        _output.Dispose();
        _text.Dispose();
    }

    private int Note(ReadOnlySpan<byte> document, AnswerPlace[] places, FrameResults results)
    {
        var from = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var end = i < _cuts.Count ? _cuts[i] : i == _cuts.Count ? _output.Length : from;
            var start = results.Texts.Length;
            results.Texts.Append(_output.WrittenSpan[from..end]);
            results.Add(places[i], start, TextOf(document, places[i]).SequenceEqual(results.Texts.WrittenSpan[start..]));
            from = end;
        }

        return _pass!.IsBlocked ? Math.Min(_cuts.Count, places.Length - 1) : -1;
    }

    private ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> document, in AnswerPlace place)
    {
        _text.Release();
        return new JsonValue(document, place.Start, place.Length).GetText(_text);
    }
}
