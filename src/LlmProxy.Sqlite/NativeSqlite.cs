using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LlmProxy.Sqlite;

/// <summary>Finds the native library: the system's, which its distribution keeps patched, else the one that comes with the package, which is old.</summary>
internal static class NativeSqlite
{
    /// <summary>The name by which the package asks for it.</summary>
    private const string PackageName = "e_sqlite3";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Whether the system's library is used.</summary>
    /// <exception cref="DllNotFoundException">There is none at all.</exception>
    public static bool IsSystems => Loaded.Value;

    /// <summary>The version of the library, like <c>3.46.1</c>.</summary>
    public static string Version
    {
        get
        {
            _ = Loaded.Value;
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    private static bool Load()
    {
        var provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        var system = Find(provider);
        if (system != IntPtr.Zero)
            NativeLibrary.SetDllImportResolver(provider, (name, _, _) => name == PackageName ? system : IntPtr.Zero);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return system != IntPtr.Zero;
    }

    private static IntPtr Find(Assembly provider)
    {
        foreach (var name in Names())
        {
            if (NativeLibrary.TryLoad(name, provider, DllImportSearchPath.SafeDirectories, out var handle))
                return handle;
        }

        return IntPtr.Zero;
    }

    private static string[] Names() =>
        OperatingSystem.IsLinux() ? ["libsqlite3.so.0"] : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] : [];
}
