using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class AnswerIdReaderTests
{
    [Theory]
    [InlineData("""{"id":"run_1","thread_id":"thread_1"}""", "thread_1")]
    [InlineData("""{"id":"upload_1","file":{"id":"file-1","name":"x"},"x":{"id":"no"}}""", "file-1")]
    [InlineData("""{"result_files":["file-1","file-2"],"y":["no"],"fine_tuned_model":"ft:m::1"}""", "file-1 file-2 ft:m::1")]
    [InlineData("""{"result_files":[],"fine_tuned_model":null,"output":[{"container_id":"cntr_1","annotations":[{"file_id":"cfile_1"}]}]}""", "cntr_1 cfile_1")]
    public void Next_Ids_FindsThemAll(string answer, string expected) => Assert.Equal(expected, string.Join(' ', Ids(answer)));

    [Theory]
    [InlineData("""{"id":"run_1","metadata":{"file_id":"file-1"},"attributes":{"thread_id":"thread_1"},"tools":[{"parameters":{"file_id":"x"}}]}""")]
    [InlineData("""{"input":[{"file_id":"file-1"}],"item":{"file_id":"file-1"},"file":"file-1","text":"file_id: file-1"}""")]
    public void Next_WhatACallerMadeUp_IsNone(string answer) => Assert.Empty(Ids(answer));

    private static List<string> Ids(string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        Assert.True(AnswerIdReader.MayHold(bytes));
        var ids = new List<string>();
        var reader = new AnswerIdReader(bytes);
        while (reader.Next(out var id))
            ids.Add(id);
        return ids;
    }
}
