using System.ClientModel;
using System.Text;
using OpenAI.Files;
using OpenAI.Models;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiStoreTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    [Fact]
    public async Task File_UploadedIsListedDownloadedAndDeleted()
    {
        var client = new OpenAIFileClient(SdkGateway.Key, gateway.Options());
        const string content = "{\"line\":1}\n{\"line\":2}\n";

        OpenAIFile uploaded = await client.UploadFileAsync(BinaryData.FromString(content), "lines.jsonl", FileUploadPurpose.Batch);
        OpenAIFile read = await client.GetFileAsync(uploaded.Id, gateway.Cancellation);
        OpenAIFileCollection listed = await client.GetFilesAsync(gateway.Cancellation);
        BinaryData downloaded = await client.DownloadFileAsync(uploaded.Id, gateway.Cancellation);
        FileDeletionResult deleted = await client.DeleteFileAsync(uploaded.Id, gateway.Cancellation);
        var gone = await Assert.ThrowsAsync<ClientResultException>(() => client.GetFileAsync(uploaded.Id, gateway.Cancellation));

        Assert.Equal("lines.jsonl", read.Filename);
        Assert.Equal(Encoding.UTF8.GetByteCount(content), read.SizeInBytesLong);
        Assert.Contains(listed, file => file.Id == uploaded.Id);
        Assert.Equal(content, downloaded.ToString());
        Assert.True(deleted.Deleted);
        Assert.Equal(404, gone.Status);
    }

    [Fact]
    public async Task Models_AreListedAndReadOneByOne()
    {
        var client = new OpenAIModelClient(SdkGateway.Key, gateway.Options());

        OpenAIModelCollection models = await client.GetModelsAsync(gateway.Cancellation);
        OpenAIModel one = await client.GetModelAsync("sandbox", gateway.Cancellation);
        var none = await Assert.ThrowsAsync<ClientResultException>(() => client.GetModelAsync("no-such-model", gateway.Cancellation));

        Assert.Contains(models, model => model.Id == "sandbox");
        Assert.Equal("sandbox", one.Id);
        Assert.Equal(404, none.Status);
    }
}
