using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What the surroundings of a value tell of the texts in it.</summary>
internal ref struct TextScope
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>What strings are that no member below says otherwise of.</summary>
    public AnswerPlaceRole Role { get; set; }

    /// <summary>Whose text it is.</summary>
    public TextKind Kind { get; set; }

    /// <summary>The choice, item or block.</summary>
    public int Group { get; init; }

    /// <summary>The part of it.</summary>
    public int Part { get; init; }

    /// <summary>As <see cref="AnswerPlace.Run"/>, of the text that stands in the block itself.</summary>
    public int Run { get; init; }

    /// <summary>The names that led here, hashed.</summary>
    public ulong Path { get; set; }

    /// <summary>Which of several it is; <c>null</c>: there is one.</summary>
    public int? Number { get; set; }

    /// <summary>The id of a call that these are the members of, hashed.</summary>
    public ulong Owner { get; set; }

    /// <summary>Whether <see cref="Kind"/> stands, whatever the members are called: citations, errors and the like.</summary>
    public bool IsFixed { get; set; }

    /// <summary>Whether <c>text</c> and <c>content</c> are what a tool returned, and not what the model says.</summary>
    public bool IsOfTool { get; set; }

    /// <summary>Whether <c>data</c> is binary or encrypted here.</summary>
    public bool HasOpaqueData { get; set; }

    private readonly TextKind Said => Kind == TextKind.Other && !IsOfTool ? TextKind.Assistant : Kind;

    /// <summary>FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. Tells paths apart; nobody chooses them who would gain by two being one.</summary>
    public static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        if (hash == 0)
            hash = Offset;
        foreach (var b in bytes)
            hash = (hash ^ b) * Prime;
        return (hash ^ '/') * Prime;
    }

    /// <summary>The path to one of several of the same name.</summary>
    public static ulong Hash(ulong hash, int number) => (hash ^ (ulong)(uint)number ^ 0x1_0000_0000) * Prime;

    /// <summary>What the member <paramref name="name"/> is.</summary>
    public readonly TextScope Enter(ReadOnlySpan<byte> name)
    {
        var inner = this;
        inner.Path = Hash(Path, name);
        inner.HasOpaqueData = name.SequenceEqual("audio"u8);
        if (IsFixed || Role == AnswerPlaceRole.Echo)
            return inner;
        if (IsSource(name))
        {
            // Each comes whole, in whichever frame.
            inner.Kind = TextKind.Other;
            inner.Role = AnswerPlaceRole.Whole;
            inner.IsFixed = true;
        }
        else
        {
            inner.Kind = KindOf(name);
        }

        return inner;
    }

    /// <summary>Notes what an object's own <c>type</c> tells of its members.</summary>
    public void NoteType(JsonValue type)
    {
        if (!type.IsString)
            return;
        var name = type.Bytes[1..^1];
        HasOpaqueData |= StructuralNames.HasOpaqueData(name);
        IsOfTool |= name.EndsWith("_result"u8) || name.EndsWith("_output"u8) || name.EndsWith("_call"u8);
        if (IsFixed || Role == AnswerPlaceRole.Echo)
            return;
        if (name.IndexOf("reasoning"u8) >= 0 || name.SequenceEqual("summary_text"u8) || name.StartsWith("thinking"u8))
            Kind = TextKind.Reasoning;
        else if (name.SequenceEqual("refusal"u8))
            Kind = TextKind.Refusal;
    }

    /// <summary>How the string <paramref name="name"/> is to be read.</summary>
    public static TextForm FormOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("arguments"u8) || name.SequenceEqual("partial_json"u8) ? TextForm.Json : TextForm.Plain;

    private readonly TextKind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("text"u8) => Said,
        4 when name.SequenceEqual("code"u8) => TextKind.ToolArguments,
        5 when name.SequenceEqual("input"u8) => TextKind.ToolArguments,
        7 when name.SequenceEqual("content"u8) => Said,
        7 when name.SequenceEqual("refusal"u8) => TextKind.Refusal,
        7 when name.SequenceEqual("summary"u8) => TextKind.Reasoning,
        8 when name.SequenceEqual("thinking"u8) => TextKind.Reasoning,
        9 when name.SequenceEqual("arguments"u8) => TextKind.ToolArguments,
        9 when name.SequenceEqual("reasoning"u8) => TextKind.Reasoning,
        10 when name.SequenceEqual("transcript"u8) => TextKind.Assistant,
        11 when name.SequenceEqual("output_text"u8) => TextKind.Assistant,
        11 when name.SequenceEqual("explanation"u8) => TextKind.Refusal,
        12 when name.SequenceEqual("partial_json"u8) => TextKind.ToolArguments,
        15 when name.SequenceEqual("thinking_blocks"u8) => TextKind.Reasoning,
        17 when name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning_details"u8) => TextKind.Reasoning,
        _ => Kind,
    };


    /// <summary>Sources that an answer names, and errors: no part of what a model says, whatever their members are called.</summary>
    private static bool IsSource(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("annotations"u8) || name.SequenceEqual("annotation"u8) || name.SequenceEqual("citations"u8)
        || name.SequenceEqual("citation"u8) || name.SequenceEqual("search_results"u8) || name.SequenceEqual("sources"u8) || name.SequenceEqual("error"u8);
}
