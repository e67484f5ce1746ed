using System.Reflection;
using System.Runtime.Loader;

namespace NotebookRunner;

/// <summary>The assemblies that cells can use: those of .NET, and those in the folder of this program.</summary>
internal static class CellReferences
{
    /// <summary>
    /// Loads the assemblies in the context of this program. With copies of its own, a cell would have different types of the
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
