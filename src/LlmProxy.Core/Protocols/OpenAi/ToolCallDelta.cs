using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>One element of a chat delta's <c>tool_calls</c>.</summary>
internal ref struct ToolCallDelta
{
    /// <summary>The index on the wire, -1 if there is none.</summary>
    public int Index;
    public JsonValue Id;
    public JsonValue Name;
    public JsonValue Arguments;

    /// <summary>Reads a call.</summary>
    public static ToolCallDelta Read(JsonValue call)
    {
        var read = new ToolCallDelta { Index = -1 };
        var members = call.Members();
        while (members.Next())
        {
            if (members.NameIs("index"u8))
            {
                read.Index = members.Value.TryGetIndex(out var index) ? index : -1;
            }
            else if (members.NameIs("id"u8))
            {
                read.Id = members.Value;
            }
            else if (members.NameIs("function"u8) || members.NameIs("custom"u8))
            {
                read.ReadInside(members.Value);
            }
        }

        return read;
    }

    /// <summary>Reads the old <c>function_call</c>, which is the inside of a call alone.</summary>
    public static ToolCallDelta ReadFunction(JsonValue function)
    {
        var read = new ToolCallDelta();
        read.ReadInside(function);
        return read;
    }

    private void ReadInside(JsonValue function)
    {
        var members = function.Members();
        while (function.IsObject && members.Next())
        {
            if (members.NameIs("name"u8))
            {
                Name = members.Value;
            }
            else if (members.NameIs("arguments"u8) || members.NameIs("input"u8))
            {
                Arguments = members.Value;
            }
        }
    }
}
