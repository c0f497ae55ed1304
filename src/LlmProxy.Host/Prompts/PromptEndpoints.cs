using LlmProxy.Core.Prompts;
using LlmProxy.Core.Prompts.Diff;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Host.Prompts;

/// <summary>Answers <c>/v1/prompts</c>.</summary>
internal sealed class PromptEndpoints(PromptCatalogue prompts, PromptVersions versions, IPromptDecisions decisions)
{
    /// <summary>Where it answers.</summary>
    public const string Path = "/v1/prompts";

    /// <summary>Lists prompts by name: <c>?limit=…&amp;after=…</c>.</summary>
    public Task ListAsync(HttpContext context)
    {
        var limit = PromptRequestReader.Limit(context);
        var after = context.Request.Query["after"].ToString();
        var snapshot = prompts.Current;
        var page = snapshot.Prompts.Values
            .Where(asset => string.CompareOrdinal(asset.Name, after) > 0)
            .OrderBy(asset => asset.Name, StringComparer.Ordinal)
            .Take(limit + 1)
            .Select(asset => PromptView.Of(asset, snapshot, decisions.Of(asset.Name)))
            .ToList();
        return AdminJson.WriteAsync(context, new { Object = "list", Data = page.Take(limit), HasMore = page.Count > limit });
    }

    /// <summary>Shows a prompt with its versions, and its history, the newest first: <c>?limit=…&amp;offset=…</c>.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var (limit, offset) = (PromptRequestReader.Limit(context), PromptRequestReader.Offset(context));
        var snapshot = prompts.Current;
        var name = PromptRequestReader.Name(context);
        if (!snapshot.Prompts.TryGetValue(name, out var asset))
            throw PromptErrors.NoPrompt(name);
        var history = decisions.History(name);
        return AdminJson.WriteAsync(context, PromptView.Of(asset, snapshot, decisions.Of(name)) with
        {
            History = [.. history.Reverse().Skip(offset).Take(limit).Select(PromptChangeView.Of)],
            HasMore = history.Count > (long)offset + limit,
        });
    }

    /// <summary>Shows a version with its text.</summary>
    public Task ShowVersionAsync(HttpContext context)
    {
        var (asset, version) = Find(PromptRequestReader.Id(context));
        return AdminJson.WriteAsync(context, PromptVersionView.Whole(version, asset));
    }

    /// <summary>Makes a version: 201; 200 where it is there already with the same text.</summary>
    public async Task CreateAsync(HttpContext context)
    {
        var request = await PromptRequestReader.BodyAsync(context);
        var id = PromptRequestReader.Id(context, request.Version, "version");
        if (request.Text is not { Length: > 0 } text)
            throw PromptErrors.Invalid("'text' must be the whole text of the version, as it would stand in a file.", "invalid_value", "text");
        var (version, isNew) = await versions.CreateAsync(id, text, request.Author, request.Note, context.RequestAborted);
        context.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await AdminJson.WriteAsync(context, PromptVersionView.Whole(version, prompts.Find(id.Name)!));
    }

    /// <summary>Removes a version that was made here and never served: 204.</summary>
    public async Task RemoveAsync(HttpContext context)
    {
        var request = await PromptRequestReader.BodyAsync(context);
        await versions.RemoveAsync(PromptRequestReader.Id(context), request.Author, request.Reason, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Makes a version live.</summary>
    public async Task MakeLiveAsync(HttpContext context)
    {
        var request = await PromptRequestReader.BodyAsync(context);
        var id = PromptRequestReader.Id(context, request.Version, "version");
        await decisions.SetLiveAsync(id, request.Author, request.Reason, context.RequestAborted);
        await ShowAsync(context);
    }

    /// <summary>Shows what makes a version of another: <c>?from=…&amp;to=…</c>; without <c>from</c>, of the live one. In JSON for who accepts that, else as text.</summary>
    public Task DiffAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (asset, to) = Find(PromptRequestReader.Id(context, query["to"].ToString(), "to"));
        var from = query.ContainsKey("from") ? Find(PromptRequestReader.Id(context, query["from"].ToString(), "from")).Version.Template : asset.Live;
        var diff = UnifiedDiff.Write(from.Source, to.Template.Source, from.Id.ToString(), to.Template.Id.ToString());
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
            return AdminJson.WriteAsync(context, new { From = from.Id.Version, To = to.Template.Id.Version, Diff = diff });
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(diff, context.RequestAborted);
    }

    /// <summary>Shows the messages that a version, by default the live one, makes of variables and messages.</summary>
    public async Task RenderAsync(HttpContext context)
    {
        var request = AdminJson.Read<PromptTryoutRequest>(await AdminJson.ReadAsync(context));
        var name = PromptRequestReader.Name(context);
        var template = request.Version is null
            ? (prompts.Find(name) ?? throw PromptErrors.NoPrompt(name)).Live
            : Find(PromptRequestReader.Id(context, request.Version, "version")).Version.Template;
        await AdminJson.WriteAsync(context, new
        {
            template.Id.Version,
            Messages = PromptTryout.Render(template, request.Variables, request.Messages),
            Settings = PromptSettingsView.Of(template.Settings),
        });
    }

    private (PromptAsset Asset, PromptVersion Version) Find(in PromptId id)
    {
        var snapshot = prompts.Current;
        if (!snapshot.Prompts.TryGetValue(id.Name, out var asset))
            throw PromptErrors.NoPrompt(id.Name);
        return snapshot.Versions.TryGetValue(id, out var version) ? (asset, version) : throw PromptErrors.NoVersion(id, asset);
    }
}
