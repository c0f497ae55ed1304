using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Finds the texts in events and whole answers of the Responses API.</summary>
internal static class ResponsesPlaces
{
    /// <summary>Finds those of an event.</summary>
    public static void ReadEvent(JsonValue root, AnswerPlaces places)
    {
        var type = default(ReadOnlySpan<byte>);
        int part = 0, group = -1;
        var members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("type"u8) && members.Value.IsString)
            {
                places.Type = members.Value.Range;
                type = members.Value.Bytes[1..^1];
            }
            else if (members.NameIs("output_index"u8) && members.Value.TryGetIndex(out var index))
            {
                group = index;
            }
            else if (members.NameIs("content_index"u8) || members.NameIs("summary_index"u8) || members.NameIs("command_index"u8))
            {
                members.Value.TryGetIndex(out part);
            }
            else if (members.NameIs("sequence_number"u8) && members.Value.IsNumber)
            {
                places.SequenceNumber = members.Value.Range;
            }
        }

        places.Group = group;
        NoteEnds(type, group, part, places);
        ReadMembers(root, type, new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = group, Part = part }, places);
    }

    /// <summary>Finds those of a response, be it an answer of its own or told in an event.</summary>
    public static void ReadResponse(JsonValue response, AnswerPlaces places)
    {
        Span<byte> scratch = stackalloc byte[64];
        var scope = new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = -1 };
        var echo = scope;
        echo.Role = AnswerPlaceRole.Echo;
        var members = response.Members();
        while (response.IsObject && members.Next())
        {
            var name = members.GetName(scratch);
            if (members.NameIs("output"u8) && members.Value.IsArray)
                ReadOutput(members.Value, places);
            else
                places.AddMember(name, members.Value, StructuralNames.IsEcho(name) ? echo : scope);
        }
    }

    /// <summary>What an event of this type carries pieces of: its name without <c>.delta</c> or <c>.done</c>.</summary>
    private static ulong FamilyOf(ReadOnlySpan<byte> type) => TextScope.Hash(0, type[..type.LastIndexOf((byte)'.')]);

    private static void ReadMembers(JsonValue root, ReadOnlySpan<byte> type, TextScope scope, AnswerPlaces places)
    {
        Span<byte> scratch = stackalloc byte[64];
        if (type.IndexOf("reasoning"u8) >= 0)
            scope.Kind = TextKind.Reasoning;
        var isDelta = type.EndsWith(".delta"u8);
        var members = root.Members();
        while (members.Next())
        {
            if (isDelta && members.NameIs("delta"u8) && members.Value.IsString)
                AddDelta(members.Value, type, scope, places);
            else if (members.NameIs("response"u8) && members.Value.IsObject)
                ReadResponse(members.Value, places);
            else
                places.AddMember(members.GetName(scratch), members.Value, scope);
        }

        places.HasOther |= !isDelta;
    }

    private static void AddDelta(JsonValue text, ReadOnlySpan<byte> type, TextScope scope, AnswerPlaces places)
    {
        if (!text.HasContent || type.EndsWith("audio.delta"u8))
        {
            places.HasOther = true;
            return;
        }

        scope.Kind = KindOf(type);
        scope.Path = FamilyOf(type);
        places.Add(text, AnswerPlaceRole.Delta, scope, type.EndsWith("call_arguments.delta"u8) ? TextForm.Json : TextForm.Plain);
    }

    private static TextKind KindOf(ReadOnlySpan<byte> type) =>
        type.IndexOf("reasoning"u8) >= 0 ? TextKind.Reasoning
        : type.IndexOf(".refusal"u8) >= 0 ? TextKind.Refusal
        : type.IndexOf("_arguments."u8) >= 0 || type.IndexOf("_input."u8) >= 0 || type.IndexOf("_code."u8) >= 0 ? TextKind.ToolArguments
        : type.IndexOf("output_text."u8) >= 0 || type.IndexOf("transcript."u8) >= 0 ? TextKind.Assistant
        : TextKind.Other;

    private static void NoteEnds(ReadOnlySpan<byte> type, int group, int part, AnswerPlaces places)
    {
        if (type.EndsWith("output_item.done"u8))
            places.Ends.Add(new ChannelEnd(group));
        else if (type.EndsWith("_part.done"u8))
            places.Ends.Add(new ChannelEnd(group, part));
        else if (type.EndsWith(".done"u8))
            places.Ends.Add(new ChannelEnd(group, part, FamilyOf(type)));
        else if (IsLast(type))
            places.Ends.Add(default);
    }

    private static bool IsLast(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) || type.SequenceEqual("response.failed"u8)
        || type.SequenceEqual("response.cancelled"u8) || type.SequenceEqual("error"u8);

    private static void ReadOutput(JsonValue output, AnswerPlaces places)
    {
        var index = 0;
        var items = output.Members();
        while (items.Next())
        {
            if (items.Value.IsObject)
                places.AddObject(items.Value, new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = index });
            index++;
        }
    }
}
