using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>The members of one event of a responses stream that mean something here.</summary>
internal ref struct ResponsesEvent
{
    public JsonValue Type;
    public JsonValue Delta;
    public JsonValue Item;
    public JsonValue Response;
    public JsonValue Error;
    public JsonValue Arguments;
    public int OutputIndex;
    public bool HasLogProbabilities;

    /// <summary>Reads an event.</summary>
    public static ResponsesEvent Read(JsonValue root)
    {
        var read = default(ResponsesEvent);
        var members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("type"u8))
            {
                read.Type = members.Value;
            }
            else if (members.NameIs("delta"u8))
            {
                read.Delta = members.Value;
            }
            else if (members.NameIs("output_index"u8))
            {
                members.Value.TryGetIndex(out read.OutputIndex);
            }
            else if (members.NameIs("item"u8))
            {
                read.Item = members.Value;
            }
            else if (members.NameIs("response"u8))
            {
                read.Response = members.Value;
            }
            else if (members.NameIs("arguments"u8) || members.NameIs("input"u8))
            {
                read.Arguments = members.Value;
            }
            else if (members.NameIs("error"u8))
            {
                read.Error = members.Value;
            }
            else if (members.NameIs("logprobs"u8))
            {
                read.HasLogProbabilities = members.Value.HasContent;
            }
        }

        return read;
    }
}
