using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML;

namespace VaeMlNet.Docs.Tests;

/// <summary>Names of types and members: public ones of the libraries, and all of the repository's own code.</summary>
internal static partial class CodeNames
{
    private const BindingFlags Members =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly string[] Libraries = ["Microsoft.ML", "VaeMlNet", "TorchSharp"];

    private static readonly string[] SourceFolders = ["src", "tests", "benchmarks", "samples", "notebooks"];

    private static readonly Type[] LibraryTypes =
    [
        .. LibraryAssemblies().SelectMany(assembly => assembly.ExportedTypes),
    ];

    private static readonly HashSet<string> FromLibraries =
    [
        .. LibraryTypes
            .Concat(typeof(object).Assembly.ExportedTypes)
            .SelectMany(type => type.GetMembers(Members).Where(IsVisible).Select(NameOf).Append(NameOf(type))),
    ];

    private static readonly HashSet<string> FromSources = [.. SourceFiles().SelectMany(NamesIn)];

    /// <summary>Gets the code spans in XML comments of src, by path.</summary>
    public static IEnumerable<(string Path, string Span)> CommentSpans =>
        SourceFiles()
            .Select(file => (Path: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File: file))
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(file =>
                CodeElement()
                    .Matches(File.ReadAllText(file.File))
                    .Select(match => (file.Path, WebUtility.HtmlDecode(match.Groups[1].Value)))
            );

    public static bool IsKnown(string name) => FromLibraries.Contains(name) || FromSources.Contains(name);

    /// <summary>Returns whether a chain of members exists, starting at an MLContext or at the public type of that name.</summary>
    public static bool Resolves(IReadOnlyList<string> chain) =>
        TypesOf(chain[0]).Any(type => Resolves(type, [.. chain.Skip(1)]));

    /// <summary>Returns whether a chain that starts with the name can be resolved.</summary>
    public static bool IsStart(string name) => TypesOf(name).Any();

    private static IEnumerable<Type> TypesOf(string name) =>
        name is "ml" or "mlContext"
            ? [typeof(MLContext)]
            : LibraryTypes.Where(type =>
                NameOf(type) == name && type.Namespace!.StartsWith("Microsoft.ML", StringComparison.Ordinal)
            );

    private static bool Resolves(Type type, string[] members)
    {
        if (members.Length == 0)
        {
            return true;
        }

        if (type.GetProperty(members[0]) is { } property)
        {
            return Resolves(property.PropertyType, members[1..]);
        }
        // What follows a method is a member of its result, which arguments decide; so a chain ends there.
        var isMember = type.GetMembers(Members).Where(IsVisible).Any(member => NameOf(member) == members[0]);
        return members.Length == 1 && (isMember || IsExtension(type, members[0]));
    }

    private static bool IsExtension(Type type, string name) =>
        LibraryTypes
            .Where(holder => holder.IsAbstract && holder.IsSealed)
            .SelectMany(holder => holder.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Any(method =>
                method.Name == name && method.GetParameters() is [var first, ..] && Fits(first.ParameterType, type)
            );

    private static bool Fits(Type parameter, Type argument) =>
        parameter.ContainsGenericParameters || parameter.IsAssignableFrom(argument);

    private static IEnumerable<Assembly> LibraryAssemblies() =>
        Directory
            .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => Libraries.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
            .Where(path => !path.EndsWith(".Tests.dll", StringComparison.Ordinal) && IsManaged(path))
            .Select(Assembly.LoadFrom);

    private static bool IsManaged(string path)
    {
        using var file = File.OpenRead(path);
        using System.Reflection.PortableExecutable.PEReader reader = new(file);
        return reader.HasMetadata;
    }

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
            FieldInfo field => field.IsPublic,
            Type type => type.IsVisible,
            _ => true,
        };

    /// <summary>
    /// Returns the name of a member without its number of type parameters. For explicit implementations, the name of
    /// the interface is left out too.
    /// </summary>
    private static string NameOf(MemberInfo member) => member.Name.Split('`')[0].Split('.')[^1];

    private static IEnumerable<string> SourceFiles() =>
        SourceFolders
            .Select(folder => Repository.PathOf(folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())
            .Append(Repository.PathOf("build.cake"));

    /// <summary>
    /// Returns the identifiers of a file. For files that are not tests, also returns the string literals, which may be
    /// names of columns, operators and targets.
    /// </summary>
    private static IEnumerable<string> NamesIn(string path) =>
        CSharpSyntaxTree
            .ParseText(File.ReadAllText(path))
            .GetRoot()
            .DescendantTokens()
            .Where(token =>
                token.IsKind(SyntaxKind.IdentifierToken)
                || (!path.Contains("/tests/", StringComparison.Ordinal) && token.IsKind(SyntaxKind.StringLiteralToken))
            )
            .Select(token => token.ValueText);

    [GeneratedRegex("<c>([^<]+)</c>")]
    private static partial Regex CodeElement();
}
