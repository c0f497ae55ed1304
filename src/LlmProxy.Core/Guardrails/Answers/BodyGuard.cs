using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Judges a whole answer, in the provider's own protocol: what no guard changes stays byte for byte.</summary>
/// <remarks>
/// Where a guard blocks, what came before the finding stays, with the message that is configured and the reason that the protocol has for
/// it; calls of tools are left out, since of these nobody shall run half. Choices are judged each by itself; of items and blocks those
/// behind the finding are left out. One instance serves one answer.
/// </remarks>
public sealed class BodyGuard : IDisposable
{
    private readonly AnswerProtocol _protocol;
    private readonly IOutputGuards _guards;
    private readonly WholeTexts _wholes;
    private readonly AnswerPlaces _places = new();
    private readonly FrameResults _results = new();
    private readonly RunTexts _runTexts;
    private readonly List<AnswerPlace> _blocked = [];
    private int _runs;

    /// <param name="protocol">The provider's protocol.</param>
    /// <param name="guards">The guards.</param>
    public BodyGuard(AnswerProtocol protocol, IOutputGuards guards)
    {
        ArgumentNullException.ThrowIfNull(guards);
        _protocol = protocol;
        _guards = guards;
        _wholes = new WholeTexts(protocol, guards);
        _runTexts = new RunTexts(protocol, guards);
    }

    /// <summary>Appends what goes out in the place of <paramref name="body"/>.</summary>
    /// <returns>Whether a guard has blocked any of it.</returns>
    /// <exception cref="InvalidDataException">The body is no JSON object, and cannot be judged.</exception>
    public bool Apply(ReadOnlySpan<byte> body, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!JsonValue.TryParseObject(body, out var root))
            throw new InvalidDataException("The provider's answer is no JSON object, and cannot be judged.");
        _places.ReadBody(root, _protocol);
        for (var i = 0; i < _places.Items.Count; i++)
        {
            if (_places.Items[i].Run > 0)
                JudgeRun(body, i);
            else
                Judge(body, _places.Items[i]);
        }

        if (_blocked.Count > 0)
        {
            var writer = new BlockedBody(body, _results, _blocked, _guards.BlockMessage.Span);
            writer.Rewrite(root, _protocol);
        }

        _results.WriteJson(body, output);
        return _blocked.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wholes.Dispose();
        _runTexts.Dispose();
        _results.Dispose();
    }

    /// <summary>Judges what neighbouring blocks say, once for all of them.</summary>
    private void JudgeRun(ReadOnlySpan<byte> body, int first)
    {
        var run = _places.Items[first].Run;
        if (_runs >= run)
            return;
        _runs = run;
        foreach (var parts in _places.Items.Where(place => place.Run == run).Chunk(AnswerChannel.MaxParts))
        {
            if (_runTexts.Judge(body, parts, _results) is >= 0 and var blocked)
                _blocked.Add(parts[blocked]);
        }
    }

    private void Judge(ReadOnlySpan<byte> body, in AnswerPlace place)
    {
        switch (place.Role)
        {
            case AnswerPlaceRole.FinishReason:
                break;
            case AnswerPlaceRole.Repetition:
                if (_guards.ChangesText)
                    _results.Put(place.Start, place.End, body[place.Start] == '[' ? "[]"u8 : "null"u8);
                break;
            default:
                if (_wholes.Judge(body, place, isRepeat: false, _results))
                    _blocked.Add(place);
                break;
        }
    }
}
