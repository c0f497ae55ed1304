using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Finds the texts in chunks and whole answers of chat and completions.</summary>
internal static class ChunkPlaces
{
    /// <summary>Finds them.</summary>
    /// <param name="root">The chunk, or the answer.</param>
    /// <param name="isStream">Whether it is a chunk.</param>
    /// <param name="places">Takes them.</param>
    public static void Read(JsonValue root, bool isStream, AnswerPlaces places)
    {
        Span<byte> scratch = stackalloc byte[64];
        var scope = new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = -1 };
        var members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("choices"u8) && members.Value.IsArray)
                ReadChoices(members.Value, isStream, places);
            else if (members.NameIs("usage"u8))
                places.HasOther |= members.Value.HasContent;
            else
                places.AddMember(members.GetName(scratch), members.Value, scope);
        }
    }

    private static void ReadChoices(JsonValue choices, bool isStream, AnswerPlaces places)
    {
        var position = 0;
        var elements = choices.Members();
        while (elements.Next())
        {
            if (elements.Value.IsObject)
                ReadChoice(elements.Value, IndexOf(elements.Value, isStream ? 0 : position), isStream, places);
            position++;
        }
    }

    private static void ReadChoice(JsonValue choice, int index, bool isStream, AnswerPlaces places)
    {
        places.Choices.Add(index);
        Span<byte> scratch = stackalloc byte[64];
        var whole = new TextScope { Role = AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = index };
        var delta = new TextScope { Role = isStream ? AnswerPlaceRole.Delta : AnswerPlaceRole.Whole, Kind = TextKind.Other, Group = index };
        var members = choice.Members();
        while (members.Next())
        {
            var value = members.Value;
            if (members.NameIs("delta"u8) && value.IsObject)
            {
                places.AddObject(value, delta);
            }
            else if (members.NameIs("text"u8))
            {
                places.AddMember("text"u8, value, delta);
            }
            else if (members.NameIs("message"u8) && isStream)
            {
                // Perplexity's grows from chunk to chunk, and would show the beginning of what is not judged yet.
                if (value.HasContent)
                    places.Add(value, AnswerPlaceRole.Repetition, whole);
            }
            else if (members.NameIs("finish_reason"u8))
            {
                AddFinish(value, whole, places);
            }
            else
            {
                places.AddMember(members.GetName(scratch), value, whole);
            }
        }
    }

    private static void AddFinish(JsonValue reason, in TextScope scope, AnswerPlaces places)
    {
        if (!reason.HasContent)
            return;
        places.Add(reason, AnswerPlaceRole.FinishReason, scope);
        places.Ends.Add(new ChannelEnd(scope.Group));
        places.HasOther = true;
    }

    private static int IndexOf(JsonValue choice, int position)
    {
        var members = choice.Members();
        while (members.Next())
        {
            if (members.NameIs("index"u8) && members.Value.TryGetIndex(out var index))
                return index;
        }

        return position;
    }
}
