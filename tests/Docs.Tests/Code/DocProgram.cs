using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Docs.Tests;

/// <summary>
/// The csharp blocks under one heading, compiled as one program of top-level statements and run. It sees public members only, the
/// members of <see cref="World"/>, and what the page's hidden part says: 'members' for the whole page, and statements 'before'
/// and 'after' the blocks of a heading.
/// </summary>
internal sealed class DocProgram(string page, string heading, IReadOnlyList<CodeBlock> blocks, HiddenPart hidden)
{
    /// <summary>.NET's implicit usings, those that the guide lists, and those of the tests.</summary>
    private static readonly string Usings = $"""
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using NUnit.Framework;
        global using VaeMlNet.Docs.Tests;
        global using static VaeMlNet.Docs.Tests.World;
        {string.Concat(ListedUsings.Select(line => $"global {line}\n"))}
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    /// <summary>All assemblies that this test project could reference.</summary>
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static IEnumerable<string> ListedUsings =>
        DocPages
            .Page("docs/guide/01-quick-start.md")
            .Blocks.Last(block => block.Language == "csharp")
            .Text.Split('\n')
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal));

    public override string ToString() => heading.Length == 0 ? page : $"{page} # {heading}";

    /// <summary>Compiles and runs the program. The test fails with the compiler's errors or the exception.</summary>
    public void Run() =>
        Compile().EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);

    /// <summary>Compiles the program. The test fails with the compiler's errors.</summary>
    public Assembly Compile()
    {
        using MemoryStream code = new();
        var result = Compilation().Emit(code);
        string[] errors =
        [
            .. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()),
        ];
        Assert.That(errors, Is.Empty, $"{this} does not compile:\n{string.Join('\n', errors)}");
        return Assembly.Load(code.ToArray());
    }

    private CSharpCompilation Compilation() =>
        CSharpCompilation.Create(
            $"DocProgram{Guid.NewGuid():N}",
            [Parse(Usings), Parse($"public static class Hidden {{ {hidden.Members} }}"), Parse(Source())],
            References,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

    /// <summary>
    /// Returns usings, then statements, then types, in the order that the compiler needs. Line numbers are those of the
    /// page.
    /// </summary>
    private string Source()
    {
        StringBuilder usings = new("using static Hidden;\n");
        StringBuilder statements = new();
        StringBuilder types = new();
        Add(hidden.Before, hidden.Page, hidden.BeforeLine);
        foreach (var block in blocks)
        {
            Add(block.Text, block.Page, block.Line);
        }

        Add(hidden.After, hidden.Page, hidden.AfterLine);
        return $"{usings}{statements}{types}";

        void Add(string text, string file, int firstLine)
        {
            var unit = ((CSharpSyntaxTree)Parse(text)).GetCompilationUnitRoot();
            foreach (var directive in unit.Usings)
            {
                Append(usings, directive);
            }

            foreach (var member in unit.Members)
            {
                Append(member is GlobalStatementSyntax ? statements : types, member);
            }

            void Append(StringBuilder part, SyntaxNode node)
            {
                var line = node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line + firstLine;
                part.Append($"\n#line {line} \"{file}\"\n{node.ToFullString()}\n");
            }
        }
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, Parsing);
}
