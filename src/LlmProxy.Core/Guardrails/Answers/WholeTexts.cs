using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Judges texts that come whole, one after the other, with the same guards.</summary>
internal sealed class WholeTexts(AnswerProtocol protocol, IOutputGuards guards) : IDisposable
{
    // At most one for each kind, form and purpose: 24.
    private readonly List<(TextKind Kind, TextForm Form, bool IsRepeat, GuardedPass Pass)> _passes = [];
    private readonly PooledBuffer _text = new();

    /// <summary>Judges a text, and notes what becomes of it.</summary>
    /// <param name="document">The document that it stands in.</param>
    /// <param name="place">Where.</param>
    /// <param name="isRepeat">As in <see cref="IOutputGuards.Create"/>.</param>
    /// <param name="results">Takes the result; where a guard blocks, what stands before the finding.</param>
    /// <returns>Whether a guard blocks.</returns>
    public bool Judge(ReadOnlySpan<byte> document, in AnswerPlace place, bool isRepeat, FrameResults results)
    {
        if (place.Role == AnswerPlaceRole.Echo && guards.Masks is null)
            return false;
        guards.Enter(place.AddressIn(protocol));
        var pass = PassFor(place.Kind, place.Form, isRepeat);
        var value = new JsonValue(document, place.Start, place.Length);
        var isValue = place.Role == AnswerPlaceRole.Value;
        var text = isValue ? value.Bytes : value.GetText(_text);
        var start = results.Texts.Length;
        pass.Feed(text, results.Texts);
        pass.Finish(results.Texts);
        var isSame = results.Texts.WrittenSpan[start..].SequenceEqual(text);
        _text.Release();
        if (!isValue)
            results.Add(place, start, isSame);
        else if (!isSame)
            return PutValue(place, start, pass.IsBlocked, results);
        return pass.IsBlocked;
    }

    public void Dispose()
    {
        foreach (var (_, _, _, pass) in _passes)
            pass.Dispose();
        _text.Dispose();
    }

    /// <summary>JSON stays JSON: what a replacement would break (a card's number that is a number) blocks the answer.</summary>
    private static bool PutValue(in AnswerPlace place, int start, bool isBlocked, FrameResults results)
    {
        isBlocked = isBlocked || !JsonValue.IsValid(results.Texts.WrittenSpan[start..]);
        if (isBlocked)
            results.Put(place.Start, place.End, "{}"u8);
        else
            results.PutFrom(place.Start, place.End, start);
        return isBlocked;
    }

    private GuardedPass PassFor(TextKind kind, TextForm form, bool isRepeat)
    {
        foreach (var known in _passes)
        {
            if (known.Kind == kind && known.Form == form && known.IsRepeat == isRepeat)
            {
                known.Pass.Reset();
                return known.Pass;
            }
        }

        var pass = new GuardedPass(guards, kind, form, isRepeat);
        _passes.Add((kind, form, isRepeat, pass));
        return pass;
    }
}
