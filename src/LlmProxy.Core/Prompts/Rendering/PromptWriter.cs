using System.Buffers;
using System.Buffers.Text;
using System.Text;
using LlmProxy.Core.Json;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>Writes a request with a prompt around it. Of every member that the prompt says nothing of, the bytes stay.</summary>
/// <remarks>
/// A value of a variable is written between the quotes of one string, as it stood between quotes before, or as a number; so there is nothing
/// that it could say to end the string, its message or the template.
/// </remarks>
public static class PromptWriter
{
    private static readonly IPromptShape Chat = new ChatShape();
    private static readonly IPromptShape Response = new ResponseShape();
    private static readonly IPromptShape Messages = new MessagesShape();
    private static readonly IPromptShape Completion = new CompletionShape();

    private static readonly PromptField[] Fields =
        [PromptField.System, PromptField.Conversation, PromptField.Format, PromptField.Temperature, PromptField.Model];

    private static readonly PromptField[] Known = [.. Fields, PromptField.OldFormat, PromptField.Prompt, PromptField.Metadata];

    /// <summary>Writes the request.</summary>
    /// <param name="rendering">What is put around it.</param>
    /// <param name="body">A JSON object that was read as valid before.</param>
    /// <param name="output">Takes the new body.</param>
    /// <exception cref="Errors.LlmException">400: the caller's own texts stand in a form that nothing can be put around, or the template allows no system messages.</exception>
    public static void Write(in PromptRendering rendering, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var shape = ShapeOf(rendering.Kind);
        var draft = new PromptDraft(output, rendering);
        var written = 0;
        draft.Raw("{"u8);
        var walk = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (walk.Next())
        {
            var field = FieldOf(shape, walk.Name, rendering);
            var bit = 1 << (int)field;
            if (field == PromptField.None)
                draft.Member(walk.Name, walk.Value);
            // Of two of a name that is set here, neither is the caller's any more.
            else if ((written & bit) == 0)
                Write(shape, field, walk.Value, ref draft);
            written |= bit;
        }

        foreach (var field in Fields)
        {
            if ((written & (1 << (int)field)) == 0 && Sets(field, rendering) && !NameOf(shape, field).IsEmpty)
                Write(shape, field, default, ref draft);
        }

        draft.Raw("}"u8);
    }

    private static IPromptShape ShapeOf(PromptKind kind) => kind switch
    {
        PromptKind.Chat => Chat,
        PromptKind.Response => Response,
        PromptKind.Messages => Messages,
        PromptKind.Completion => Completion,
        _ => throw new System.Diagnostics.UnreachableException($"No prompt can be put around {kind}."),
    };

    /// <summary>Whether the prompt says something of a field.</summary>
    private static bool Sets(PromptField field, in PromptRendering rendering) => field switch
    {
        PromptField.System or PromptField.Conversation => rendering.Template is not null,
        PromptField.Format or PromptField.OldFormat => rendering.Settings.ResponseSchema is not null,
        PromptField.Temperature => rendering.Settings.Temperature is not null,
        PromptField.Model => rendering.Model is not null,
        PromptField.Prompt => rendering.TakesPrompt,
        PromptField.Metadata => rendering.TakesMetadata,
        _ => false,
    };

    private static PromptField FieldOf(IPromptShape shape, ReadOnlySpan<byte> name, in PromptRendering rendering)
    {
        // Some servers read names in any case: what is set here must not come a second time in another.
        Span<byte> plain = stackalloc byte[64];
        if (name.Length > plain.Length)
            return PromptField.None;
        plain = plain[..JsonText.Unescape(name, plain)];
        foreach (var field in Known)
        {
            var known = NameOf(shape, field);
            if (!known.IsEmpty && Sets(field, rendering) && Ascii.EqualsIgnoreCase(plain, known))
                return field;
        }

        return PromptField.None;
    }

    private static ReadOnlySpan<byte> NameOf(IPromptShape shape, PromptField field) => field switch
    {
        PromptField.Temperature => "temperature"u8,
        PromptField.Model => "model"u8,
        PromptField.Prompt => "prompt"u8,
        PromptField.Metadata => "metadata"u8,
        _ => shape.NameOf(field),
    };

    private static void Write(IPromptShape shape, PromptField field, ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        switch (field)
        {
            case PromptField.System:
                shape.WriteSystem(caller, ref draft);
                break;
            case PromptField.Conversation:
                shape.WriteConversation(caller, ref draft);
                break;
            case PromptField.Format:
                shape.WriteFormat(caller, ref draft);
                break;
            case PromptField.Temperature:
                WriteTemperature(ref draft);
                break;
            case PromptField.Model:
                WriteModel(ref draft);
                break;
            case PromptField.Metadata:
                MetadataMembers.Write(caller, ref draft);
                break;
        }
    }

    private static void WriteTemperature(ref PromptDraft draft)
    {
        Span<byte> number = stackalloc byte[40];
        Utf8Formatter.TryFormat(draft.Rendering.Settings.Temperature!.Value, number, out var length);
        draft.Member("temperature"u8, number[..length]);
    }

    private static void WriteModel(ref PromptDraft draft)
    {
        draft.Name("model"u8);
        draft.Raw("\""u8);
        draft.Raw(PromptPieces.Inside(draft.Rendering.Model!));
        draft.Raw("\""u8);
    }
}
