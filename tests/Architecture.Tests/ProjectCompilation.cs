using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace VaeMlNet.Architecture.Tests;

/// <summary>The source files of a project, compiled with its source generators against the assemblies beside the test.</summary>
internal sealed class ProjectCompilation
{
    /// <summary>The implicit usings of Microsoft.NET.Sdk.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The source generators of the .NET SDK that the sources use.</summary>
    private static readonly (string Assembly, string Type)[] Generators =
    [
        ("System.Text.Json.SourceGeneration", "System.Text.Json.SourceGeneration.JsonSourceGenerator"),
        ("System.Text.RegularExpressions.Generator", "System.Text.RegularExpressions.Generator.RegexGenerator"),
    ];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    /// <summary>The assemblies beside this test and those of .NET.</summary>
    private static readonly PortableExecutableReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Dictionary<SyntaxTree, SourceFile> files;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    /// <param name="assembly">The assembly's name, to which other assemblies show their internal types.</param>
    /// <param name="sources">The source files.</param>
    /// <param name="usings">The namespaces that the project file makes global.</param>
    public ProjectCompilation(string assembly, IEnumerable<SourceFile> sources, params IEnumerable<string> usings)
    {
        files = sources.AsParallel().ToDictionary(file => Parse(file.Text, file.Path));
        var compilation = CSharpCompilation.Create(
            assembly,
            [.. files.Keys, Parse(Usings + string.Concat(usings.Select(name => $"\nglobal using {name};")), "")],
            References.Where(reference => Path.GetFileNameWithoutExtension(reference.FilePath) != assembly),
            new CSharpCompilationOptions(
                files.Keys.Any(HasStatements) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                // The build has checked nulls, which takes as long again as to find out what names mean.
                nullableContextOptions: NullableContextOptions.Disable,
                allowUnsafe: true
            )
        );
        CSharpGeneratorDriver
            .Create(SourceGenerators(), parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        Compilation = generated;
    }

    public Compilation Compilation { get; }

    /// <summary>Gets the syntax trees of the source files, without those of generators.</summary>
    public IEnumerable<SyntaxTree> Trees => files.Keys;

    /// <summary>Returns the meaning of a tree's names, which is found out once for all tests.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) =>
        models.GetOrAdd(tree, unseen => Compilation.GetSemanticModel(unseen));

    public SourceFile FileOf(SyntaxTree tree) => files[tree];

    public bool IsSource(SyntaxTree tree) => files.ContainsKey(tree);

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Parsing, path);

    private static bool HasStatements(SyntaxTree tree) =>
        tree.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));

    /// <summary>Returns the source generators of the SDK that runs this test.</summary>
    private static IEnumerable<ISourceGenerator> SourceGenerators()
    {
        var packs = Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(),
            "../../..",
            "packs",
            "Microsoft.NETCore.App.Ref"
        );
        var pack = Directory.EnumerateDirectories(packs, $"{Environment.Version.Major}.*").Max()!;
        foreach (var (assembly, type) in Generators)
        {
            var file = Path.GetFullPath(Path.Combine(pack, "analyzers", "dotnet", "cs", $"{assembly}.dll"));
            var generator = Activator.CreateInstance(Assembly.LoadFrom(file).GetType(type, throwOnError: true)!)!;
            yield return ((IIncrementalGenerator)generator).AsSourceGenerator();
        }
    }
}
