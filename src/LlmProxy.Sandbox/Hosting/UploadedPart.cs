namespace LlmProxy.Sandbox.Hosting;

/// <summary>One file of a multipart form.</summary>
internal sealed record UploadedPart(string Field, string FileName, string ContentType, byte[] Content);
