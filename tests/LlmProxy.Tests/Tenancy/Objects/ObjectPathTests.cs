using LlmProxy.Endpoints;
using LlmProxy.Tenancy.Objects;

namespace LlmProxy.Tests.Tenancy.Objects;

public sealed class ObjectPathTests
{
    [Theory]
    [InlineData("/v1/responses/resp_1", "resp_1")]
    [InlineData("/v1/responses/resp_1/input_items", "resp_1")]
    [InlineData("/v1/responses/input_tokens", null)]
    [InlineData("/v1/files", null)]
    [InlineData("/v1/files/file-1/content", "file-1")]
    [InlineData("/v1/batches/batch_1/cancel", "batch_1")]
    [InlineData("/v1/messages/batches", null)]
    [InlineData("/v1/messages/batches/msgbatch_1/results", "msgbatch_1")]
    [InlineData("/v1/vector_stores", null)]
    [InlineData("/v1/vector_stores/vs_a", "vs_a")]
    [InlineData("/v1/vector_stores/vs_a/files/file-1", "vs_a")]
    [InlineData("/v1/threads/runs", null)]
    [InlineData("/v1/threads/thread_a/runs", "thread_a")]
    [InlineData("/v1/fine_tuning/jobs", null)]
    [InlineData("/v1/fine_tuning/jobs/ftjob-a/events", "ftjob-a")]
    [InlineData("/v1/chat/completions/chatcmpl-a/messages", "chatcmpl-a")]
    [InlineData("/v1/Vector_Stores/vs_a", "vs_a")]
    [InlineData("/v1/audio/speech", null)]
    [InlineData("/v1/audio/voices/voice_12345", "voice_12345")]
    [InlineData("/v1/messages/other/msgo_123456", "msgo_123456")]
    [InlineData("/v1/rerank", null)]
    [InlineData("/v1/skills/skill_68ab12cd/versions", "skill_68ab12cd")]
    [InlineData("/v1/realtime/client_secrets", null)]
    [InlineData("/v1/models/gpt-4o", null)]
    [InlineData("/v1/chat/completions", null)]
    public void RootId_Path_IsTheObjectThatItIsAbout(string path, string? id)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));

        Assert.Equal(id, ObjectPath.RootId(parsed));
    }
}
