using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using LlmProxy.Sandbox.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>A <c>multipart/form-data</c> body that is in memory already.</summary>
internal sealed class MultipartForm
{
    private const int MaxParts = 1_000;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>The file parts, in order.</summary>
    public List<UploadedPart> Files { get; } = [];

    /// <summary>A text field, or null.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name);

    public static bool IsMultipart(string? contentType) =>
        contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="ApiException">The body is not what its content type says.</exception>
    public static async Task<MultipartForm> ReadAsync(string contentType, ReadOnlyMemory<byte> body)
    {
        if (!TryGetBoundary(contentType, out var boundary))
            throw ApiException.Invalid("The multipart content type has no boundary.", null);
        var form = new MultipartForm();
        using var source = AsStream(body);
        var reader = new MultipartReader(boundary, source);
        try
        {
            while (await reader.ReadNextSectionAsync().ConfigureAwait(false) is { } section)
            {
                await form.AddAsync(section).ConfigureAwait(false);
                if (form._fields.Count + form.Files.Count > MaxParts) throw new InvalidDataException("too many parts");
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw ApiException.Invalid($"The multipart body could not be read: {e.Message}", null);
        }

        return form;
    }

    private async Task AddAsync(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return;
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        using var content = new MemoryStream();
        await section.Body.CopyToAsync(content).ConfigureAwait(false);
        if (disposition.IsFileDisposition())
        {
            var fileName = HeaderUtilities.RemoveQuotes(
                disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName);
            Files.Add(new(name, fileName.ToString(), section.ContentType ?? "application/octet-stream", content.ToArray()));
        }
        else
        {
            _fields[name] = System.Text.Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
        }
    }

    private static bool TryGetBoundary(string contentType, [NotNullWhen(true)] out string? boundary)
    {
        boundary = MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        return !string.IsNullOrEmpty(boundary);
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
