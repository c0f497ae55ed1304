using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class StoredObjectIdReaderTests
{
    [Theory]
    [InlineData("""{"previous_response_id":"resp_1"}""", "resp_1")]
    [InlineData("""{"messages":[{"content":[{"type":"file","file":{"file_id":"file-1"}},{"file":{"file_id":"file-2"}}]}]}""", "file-1 file-2")]
    [InlineData("""{"conversation":{"id":"conv_1"},"id":"x"}""", "conv_1")]
    [InlineData("""{"conversation":"conv_1"}""", "conv_1")]
    [InlineData("""{"tools":[{"type":"file_search","vector_store_ids":["vs_1","vs_2"]},{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-3"]}}]}""", "vs_1 vs_2 file-3")]
    [InlineData("""{"training_file":"file-1","validation_file":"file-2"}""", "file-1 file-2")]
    [InlineData("""{"f\u0069le_id":"file-\u0031"}""", "file-1")]
    [InlineData("""{"assistant_id":"asst_1","thread":{"messages":[{"attachments":[{"file_id":"file-1"}]}]}}""", "asst_1 file-1")]
    public void Next_Ids_FindsThemAll(string body, string expected) => Assert.Equal(expected, string.Join(' ', Ids(body)));

    [Theory]
    [InlineData("""{"metadata":{"file_id":"x","conversation":"y"}}""")]
    [InlineData("""{"messages":[{"content":[{"type":"tool_use","input":{"file_id":"report"}}]}]}""")]
    [InlineData("""{"tools":[{"function":{"parameters":{"properties":{"file_id":{"type":"string"}},"required":["file_id"]}}}]}""")]
    [InlineData("""{"messages":[{"content":"file_id: \"file-1\", previous_response_id"}]}""")]
    [InlineData("""{"previous_response_id":null,"file_ids":[]}""")]
    public void Next_WhatAnApplicationMadeUp_IsNone(string body) => Assert.Empty(Ids(body));

    [Fact]
    public void Next_Container_MayBeMadeByAnAnswer()
    {
        var reader = new StoredObjectIdReader("""{"container":"cntr_1"}"""u8);

        Assert.True(reader.Next(out var id, out var isMade));
        Assert.Equal("cntr_1", id);
        Assert.False(isMade);
    }

    [Fact]
    public void MayHold_PlainChat_IsFalse() =>
        Assert.False(StoredObjectIdReader.MayHold("""{"model":"m","messages":[{"role":"user","content":"Hello there"}],"stream":true}"""u8));

    private static List<string> Ids(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(StoredObjectIdReader.MayHold(bytes));
        var ids = new List<string>();
        var reader = new StoredObjectIdReader(bytes);
        while (reader.Next(out var id, out _))
            ids.Add(id);
        return ids;
    }
}
