namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class MediaPartsTests
{
    [Theory]
    [InlineData("""{"url":"https://x.test/a.png?b=1","detail":"auto"}""", """{"type":"url","url":"https://x.test/a.png?b=1"}""")]
    [InlineData("\"http://x.test/a.png\"", """{"type":"url","url":"http://x.test/a.png"}""")]
    [InlineData("""{"url":"data:image/png;base64,iVBO+/w="}""", """{"type":"base64","media_type":"image/png","data":"iVBO+/w="}""")]
    [InlineData("""{"url":"data:image\/jpg;base64,iVBO+\/w="}""", """{"type":"base64","media_type":"image/jpeg","data":"iVBO+/w="}""")]
    [InlineData("""{"url":"DATA:Image/WEBP;charset=x;BASE64,aGk="}""", """{"type":"base64","media_type":"image/webp","data":"aGk="}""")]
    public void Translate_Image_IsAnImageBlock(string image, string source)
    {
        var translation = ChatRequestTranslation.OfMessages(
            $$$"""{"role":"user","content":[{"type":"image_url","image_url":{{{image}}},"cache_control":{"type":"ephemeral"}},{"type":"text","text":"What?"}]}""");

        Assert.Equal(
            $$$"""[{"role":"user","content":[{"type":"image","source":{{{source}}},"cache_control":{"type":"ephemeral"}},{"type":"text","text":"What?"}]}]""",
            translation.Member("messages"));
        Assert.Empty(translation.Dropped);
    }

    [Fact]
    public void Translate_ImageDetail_IsListed()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"low","format":"image/png"}}]}""");

        Assert.Equal(["messages[].content[].image_url.format", "messages[].content[].image_url.detail"], translation.Dropped);
    }

    [Theory]
    [InlineData("data:image/png;base64,not base64!")]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:image/png,abc")]
    [InlineData("data:;base64,aGk=")]
    [InlineData("data:audio/wav;base64,aGk=")]
    [InlineData("data:")]
    [InlineData("gs://bucket/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://x.test/a.png")]
    [InlineData("")]
    public void Translate_ImageThatCannotBeRead_IsRefusedWithItsPath(string url)
    {
        var error = ChatRequestTranslation.ErrorOf(
            $$$"""{"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}]}""");

        Assert.Equal("messages[1].content[1].image_url.url", error.Param);
        Assert.Equal("invalid_value", error.Code);
    }

    [Fact]
    public void Translate_ImageWithoutUrl_IsRefused() =>
        Assert.Equal(
            "messages[0].content[0].image_url.url",
            ChatRequestTranslation.ErrorOf("""{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""").Param);

    [Fact]
    public void Translate_PdfFile_IsADocumentWithItsTitle()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERg=="}}]}""");

        Assert.Equal(
            """[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERg=="},"title":"a.pdf"}]}]""",
            translation.Member("messages"));
    }

    [Fact]
    public void Translate_PdfGivenAsImage_IsADocument()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:application/pdf;base64,JVBERg=="}}]}""");

        Assert.Contains("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERg=="}}""", translation.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_TextFile_IsADocumentOfPlainText()
    {
        // "Grüße\n" in UTF-8
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/plain;base64,R3LDvMOfZQo="}}]}""");

        Assert.Contains("""{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Grüße\n"}}""", translation.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"file_id":"file-1"}""", "messages[0].content[0].file.file_id")]
    [InlineData("""{"file_data":"JVBERg=="}""", "messages[0].content[0].file.file_data")]
    [InlineData("""{"file_data":"data:application/zip;base64,UEs="}""", "messages[0].content[0].file.file_data")]
    [InlineData("""{"file_data":"data:text/plain;base64,/w=="}""", "messages[0].content[0].file.file_data")]
    [InlineData("7", "messages[0].content[0].file")]
    public void Translate_FileThatCannotBeRead_IsRefusedWithItsPath(string file, string param) =>
        Assert.Equal(
            param,
            ChatRequestTranslation.ErrorOf($$$"""{"messages":[{"role":"user","content":[{"type":"file","file":{{{file}}}}]}]}""").Param);

    [Fact]
    public void Translate_AnthropicsOwnDocument_PassesWithItsMark()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":[{"type":"document","source":{"type":"url", "url":"https://x.test/a.pdf"},"citations":{"enabled":true},"cache_control":{"type":"ephemeral"}}]}""");

        Assert.Equal(
            """[{"role":"user","content":[{"type":"document","source":{"type":"url", "url":"https://x.test/a.pdf"},"citations":{"enabled":true},"cache_control":{"type":"ephemeral"}}]}]""",
            translation.Member("messages"));
    }
}
