using System.Reflection;
using System.Runtime.Loader;

namespace NotebookRunner;

/// <summary>The assemblies that cells see: those of .NET, and those beside this program.</summary>
internal static class CellReferences
{
    /// <summary>
    /// Loads them where the program itself would load them: a cell that loaded its own copies would have other types of the
    /// same names.
    /// </summary>
    public static IReadOnlyList<Assembly> Load() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Select(name => AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name))),
        ];
}
