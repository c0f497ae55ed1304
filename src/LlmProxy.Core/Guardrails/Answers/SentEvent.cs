using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>The members of an event of the Responses API that say what is open and what is done.</summary>
internal ref struct SentEvent
{
    public JsonValue Type;
    public JsonValue Response;
    public JsonValue Item;
    public JsonValue Part;

    /// <summary>Reads an event.</summary>
    public static SentEvent Read(JsonValue root)
    {
        var read = default(SentEvent);
        var members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("type"u8))
                read.Type = members.Value;
            else if (members.NameIs("response"u8))
                read.Response = members.Value;
            else if (members.NameIs("item"u8))
                read.Item = members.Value;
            else if (members.NameIs("part"u8))
                read.Part = members.Value;
        }

        return read;
    }
}
