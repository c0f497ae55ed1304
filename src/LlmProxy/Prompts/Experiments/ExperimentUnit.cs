using System.Text;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Who gets a variant and keeps it: a user, else a key, else a conversation; nobody, where a request tells none of them.</summary>
internal readonly ref struct ExperimentUnit
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<byte> _bytes;

    private ExperimentUnit(string kind, ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        _text = text;
        _bytes = bytes;
    }

    /// <summary>Nobody that could be known again.</summary>
    public static ExperimentUnit None => default;

    /// <summary>What it is, as a part of the hash; a user and a key of one name are two.</summary>
    public string Kind { get => field ?? ""; }

    /// <summary>Whether there is nobody.</summary>
    public bool IsNone => _text.IsEmpty && _bytes.IsEmpty;

    /// <summary>Most bytes that <see cref="Write"/> writes.</summary>
    public int MaxBytes => Encoding.UTF8.GetMaxByteCount(_text.Length) + _bytes.Length;

    /// <summary>An end user.</summary>
    public static ExperimentUnit User(string name) => new("user", name, default);

    /// <summary>A virtual key, by its id.</summary>
    public static ExperimentUnit Key(string id) => new("key", id, default);

    /// <summary>A conversation, by what the caller calls it.</summary>
    public static ExperimentUnit Conversation(ReadOnlySpan<byte> id) => new("conversation", default, id);

    /// <summary>A request of nobody who could be known again, by the gateway's id of it.</summary>
    public static ExperimentUnit Request(string id) => new("request", id, default);

    /// <summary>Writes it in UTF-8.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Write(Span<byte> bytes)
    {
        if (_text.IsEmpty)
        {
            _bytes.CopyTo(bytes);
            return _bytes.Length;
        }

        return Encoding.UTF8.GetBytes(_text, bytes);
    }
}
