using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>One output item of a response, as far as it is a message or a call.</summary>
internal ref struct ResponsesItem
{
    public bool IsMessage;

    /// <summary>Whether it is a call that the client has to run.</summary>
    public bool IsCall;
    public JsonValue Name;
    public JsonValue Arguments;
    private JsonValue _id;
    private JsonValue _callId;

    /// <summary>The id that the tool's result has to name; the item's own id is another one.</summary>
    public readonly JsonValue CallId => _callId.HasContent ? _callId : _id;

    /// <summary>Reads an item.</summary>
    public static ResponsesItem Read(JsonValue item)
    {
        var read = default(ResponsesItem);
        var members = item.Members();
        while (item.IsObject && members.Next())
        {
            if (members.NameIs("type"u8))
            {
                read.IsMessage = members.Value.Is("message"u8);
                read.IsCall = members.Value.Is("function_call"u8) || members.Value.Is("custom_tool_call"u8);
            }
            else if (members.NameIs("call_id"u8))
            {
                read._callId = members.Value;
            }
            else if (members.NameIs("id"u8))
            {
                read._id = members.Value;
            }
            else if (members.NameIs("name"u8))
            {
                read.Name = members.Value;
            }
            else if (members.NameIs("arguments"u8) || members.NameIs("input"u8))
            {
                read.Arguments = members.Value;
            }
        }

        return read;
    }
}
