using System.Buffers;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;

namespace LlmProxy.Guardrails.Input;

/// <summary>The texts of one request, their escapes resolved.</summary>
/// <remarks>A text without escapes is the body's own bytes; for the others one array is rented, which is no longer than the body.</remarks>
internal sealed class InputTexts : ITextPlaces, IDisposable
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<RequestText> _found = [];
    private readonly List<SubjectText> _texts = [];
    private byte[] _resolved = [];
    private string[]? _places;

    /// <exception cref="Core.Errors.LlmException">There are more than <see cref="RequestTexts.MaxTexts"/>.</exception>
    public InputTexts(LlmRequest request)
    {
        _body = request.Body;
        if (!RequestTexts.Collect(_body.Span, _found, out var unread))
            throw GuardErrors.TooManyTexts();
        Unread = unread;
        var used = 0;
        for (var i = 0; i < _found.Count; i++)
            _texts.Add(Read(i, ref used));
    }

    /// <summary>What else a model reads of the request.</summary>
    public UnreadContent Unread { get; }

    /// <summary>How many there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The texts, in their order.</summary>
    public IReadOnlyList<SubjectText> Texts => _texts;

    /// <summary>Where they stand in the body, and what they belong to.</summary>
    public IReadOnlyList<RequestText> Places => _found;

    /// <summary>A text.</summary>
    public SubjectText this[int text] => _texts[text];

    /// <summary>Where it stands in the body, and what it belongs to.</summary>
    public RequestText PlaceIn(int text) => _found[text];

    /// <summary>Puts another text in the place of one; <paramref name="utf8"/> must stay valid as long as this.</summary>
    public void Replace(int text, ReadOnlyMemory<byte> utf8) => _texts[text] = _texts[text] with { Utf8 = utf8 };

    /// <inheritdoc/>
    public string PlaceOf(int text) => (_places ??= TextPlaceNames.Of(_body.Span, _found))[text];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_resolved.Length > 0)
            ArrayPool<byte>.Shared.Return(_resolved);
        _resolved = [];
        _texts.Clear();
    }

    private SubjectText Read(int number, ref int used)
    {
        var (range, kind, form, _, message) = _found[number];
        var value = _body.Slice(range.Start, range.Length);
        if (value.Span[0] == '"')
            value = value[1..^1];
        if (value.Span.Contains((byte)'\\'))
        {
            if (_resolved.Length == 0)
                _resolved = ArrayPool<byte>.Shared.Rent(_body.Length);
            var length = JsonText.Unescape(value.Span, _resolved.AsSpan(used));
            value = _resolved.AsMemory(used, length);
            used += length;
        }

        return new SubjectText(kind, form, value, message) { Places = this, Number = number };
    }
}
