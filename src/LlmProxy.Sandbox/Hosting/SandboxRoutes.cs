using LlmProxy.Sandbox.Audio;
using LlmProxy.Sandbox.Batches;
using LlmProxy.Sandbox.Chat;
using LlmProxy.Sandbox.Completions;
using LlmProxy.Sandbox.Embeddings;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Files;
using LlmProxy.Sandbox.Images;
using LlmProxy.Sandbox.Messages;
using LlmProxy.Sandbox.Models;
using LlmProxy.Sandbox.Moderations;
using LlmProxy.Sandbox.Realtime;
using LlmProxy.Sandbox.Responses;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>All paths. Routing only finds the <see cref="SandboxTarget"/>; <see cref="ExchangeRunner"/> calls it.</summary>
internal static class SandboxRoutes
{
    // OpenAI's own, without it, and Azure's three.
    private static readonly string[] Prefixes = ["/v1", "", "/openai/v1", "/openai", "/openai/deployments/{deployment}"];

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var prefix in Prefixes) MapProvider(app, prefix);
        Add(app, "", "GET", "sandbox/faults", ControlEndpoints.FaultsAsync);
        Add(app, "", "GET", "sandbox/requests", ControlEndpoints.RequestsAsync);
        Add(app, "", "DELETE", "sandbox/requests", ControlEndpoints.ResetAsync);
    }

    private static void MapProvider(IEndpointRouteBuilder app, string prefix)
    {
        Post("chat/completions", ChatEndpoint.HandleAsync);
        Post("completions", CompletionEndpoint.HandleAsync);
        Post("embeddings", EmbeddingEndpoint.HandleAsync);
        Post("moderations", ModerationEndpoint.HandleAsync);

        Post("responses", ResponseEndpoints.CreateAsync, WireForm.Responses);
        Get("responses/{id}", ResponseEndpoints.GetAsync, WireForm.Responses);
        Delete("responses/{id}", ResponseEndpoints.DeleteAsync, WireForm.Responses);
        Post("responses/{id}/cancel", ResponseEndpoints.CancelAsync, WireForm.Responses);
        Get("responses/{id}/input_items", ResponseEndpoints.InputItemsAsync, WireForm.Responses);

        Post("messages", MessageEndpoints.CreateAsync, WireForm.Anthropic);
        Post("messages/count_tokens", MessageEndpoints.CountAsync, WireForm.Anthropic);

        Get("models", ModelEndpoints.ListAsync);
        Get("models/{**id}", ModelEndpoints.GetAsync);

        Post("files", FileEndpoints.UploadAsync);
        Get("files", FileEndpoints.ListAsync);
        Get("files/{id}", FileEndpoints.GetAsync);
        Get("files/{id}/content", FileEndpoints.ContentAsync);
        Delete("files/{id}", FileEndpoints.DeleteAsync);

        Post("batches", BatchEndpoints.CreateAsync);
        Get("batches", BatchEndpoints.ListAsync);
        Get("batches/{id}", BatchEndpoints.GetAsync);
        Post("batches/{id}/cancel", BatchEndpoints.CancelAsync);

        Post("images/generations", ImageEndpoints.GenerateAsync);
        Post("images/edits", ImageEndpoints.EditAsync);
        Post("images/variations", ImageEndpoints.EditAsync);

        Post("audio/speech", AudioEndpoints.SpeakAsync);
        Post("audio/transcriptions", AudioEndpoints.TranscribeAsync);
        Post("audio/translations", AudioEndpoints.TranscribeAsync);

        Get("realtime", RealtimeEndpoint.HandleAsync);

        void Get(string path, Func<Exchange, Task> handle, WireForm form = WireForm.OpenAi) =>
            Add(app, prefix, "GET", path, handle, form);

        void Post(string path, Func<Exchange, Task> handle, WireForm form = WireForm.OpenAi) =>
            Add(app, prefix, "POST", path, handle, form);

        void Delete(string path, Func<Exchange, Task> handle, WireForm form = WireForm.OpenAi) =>
            Add(app, prefix, "DELETE", path, handle, form);
    }

    private static void Add(
        IEndpointRouteBuilder app,
        string prefix,
        string method,
        string path,
        Func<Exchange, Task> handle,
        WireForm form = WireForm.OpenAi) =>
        app.MapMethods($"{prefix}/{path}", [method], NeverRun).WithMetadata(new SandboxTarget(path, form, handle));

    private static Task NeverRun(HttpContext context) =>
        throw new InvalidOperationException("The runner comes before the endpoint middleware.");
}
