using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Finds the texts in events and whole answers of Anthropic's Messages.</summary>
internal static class MessagesPlaces
{
    /// <summary>The path of what a text block says.</summary>
    public static readonly ulong TextPath = TextScope.Hash(0, "text"u8);

    /// <summary>Finds those of an event.</summary>
    public static void ReadEvent(JsonValue root, AnswerPlaces places)
    {
        Span<byte> scratch = stackalloc byte[64];
        var type = default(ReadOnlySpan<byte>);
        var index = -1;
        var members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("type"u8) && members.Value.IsString)
            {
                places.Type = members.Value.Range;
                type = members.Value.Bytes[1..^1];
            }
            else if (members.NameIs("index"u8) && members.Value.TryGetIndex(out var block))
            {
                index = block;
            }
        }

        places.Group = index;
        places.HasOther = !type.SequenceEqual("content_block_delta"u8);
        NoteEnds(type, index, places);
        var scope = new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = index };
        members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("delta"u8) && !places.HasOther)
                ReadBlock(members.Value, index, places);
            else if (members.NameIs("content_block"u8))
                ReadStart(members.Value, type, index, places);
            else if (members.NameIs("message"u8) && members.Value.IsObject)
                ReadMessage(members.Value, places);
            else
                places.AddMember(members.GetName(scratch), members.Value, scope);
        }
    }

    /// <summary>Finds those of a message, be it an answer of its own or told in an event.</summary>
    public static void ReadMessage(JsonValue message, AnswerPlaces places)
    {
        Span<byte> scratch = stackalloc byte[64];
        var scope = new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = -1 };
        var members = message.Members();
        while (members.Next())
        {
            if (members.NameIs("content"u8) && members.Value.IsArray)
                ReadContent(members.Value, places);
            else
                places.AddMember(members.GetName(scratch), members.Value, scope);
        }
    }

    private static void ReadContent(JsonValue content, AnswerPlaces places)
    {
        var index = 0;
        var run = 1;
        var blocks = content.Members();
        while (blocks.Next())
        {
            var isText = IsTextBlock(blocks.Value);
            if (!isText)
                run++;
            if (blocks.Value.IsObject)
                places.AddObject(blocks.Value, new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = index, Run = isText ? run : 0 });
            index++;
        }
    }

    private static void ReadStart(JsonValue block, ReadOnlySpan<byte> type, int index, AnswerPlaces places)
    {
        if (type.SequenceEqual("content_block_start"u8))
            places.Block = IsTextBlock(block) ? BlockEvent.TextStart : BlockEvent.OtherStart;
        ReadBlock(block, index, places);
    }

    private static bool IsTextBlock(JsonValue block)
    {
        var members = block.Members();
        while (block.IsObject && members.Next())
        {
            if (members.NameIs("type"u8))
                return members.Value.Is("text"u8);
        }

        return false;
    }

    /// <summary>A block as it begins, or a piece of it: its own text goes on in the next piece, all else in it is whole.</summary>
    private static void ReadBlock(JsonValue block, int index, AnswerPlaces places)
    {
        if (!block.IsObject)
            return;
        Span<byte> scratch = stackalloc byte[64];
        var scope = new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = index };
        var members = block.Members();
        while (members.Next())
        {
            if (members.NameIs("type"u8))
                scope.NoteType(members.Value);
        }

        var delta = scope;
        delta.Role = AnswerPlaceRole.Delta;
        members = block.Members();
        while (members.Next())
        {
            var name = members.GetName(scratch);
            var isPiece = members.Value.IsString && IsText(name);
            places.AddMember(name, members.Value, isPiece ? delta : scope);
            // A signature has no text, and must go out.
            places.HasOther |= !isPiece && members.Value.HasContent && !members.NameIs("type"u8);
        }
    }

    private static bool IsText(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("text"u8) || name.SequenceEqual("thinking"u8) || name.SequenceEqual("partial_json"u8) || name.SequenceEqual("content"u8);

    private static void NoteEnds(ReadOnlySpan<byte> type, int index, AnswerPlaces places)
    {
        if (type.SequenceEqual("content_block_stop"u8))
        {
            places.Ends.Add(new ChannelEnd(index));
            places.Block = BlockEvent.Stop;
        }
        else if (type.SequenceEqual("message_delta"u8) || type.SequenceEqual("message_stop"u8) || type.SequenceEqual("error"u8))
            places.Ends.Add(default);
    }
}
