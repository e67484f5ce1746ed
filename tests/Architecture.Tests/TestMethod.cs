using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Architecture.Tests;

/// <summary>A method with an attribute that makes it a test.</summary>
internal sealed class TestMethod
{
    private readonly MethodDeclarationSyntax method;
    private readonly string path;

    private TestMethod(MethodDeclarationSyntax method, string path)
    {
        this.method = method;
        this.path = path;
    }

    public string Name => method.Identifier.Text;

    /// <summary>Reads the tests of a project under tests.</summary>
    public static IEnumerable<TestMethod> ReadAll(string project) =>
        Directory
            .EnumerateFiles(Repository.PathOf("tests", project), "*.cs", SearchOption.AllDirectories)
            .Select(file => (file, path: Path.GetRelativePath(Repository.Root, file)))
            .Where(found => !found.path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .OrderBy(found => found.path, StringComparer.Ordinal)
            .SelectMany(found => Find(File.ReadAllText(found.file), found.path));

    /// <summary>Finds the tests of a source file.</summary>
    public static IEnumerable<TestMethod> Find(string source, string path) =>
        CSharpSyntaxTree
            .ParseText(source)
            .GetRoot()
            .DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(IsTest)
            .Select(method => new TestMethod(method, path));

    /// <summary>
    /// Returns the lines of statements that need a blank line before them: the first assertion after other statements, and the
    /// first other statement after assertions.
    /// </summary>
    public IEnumerable<string> FindMissingBlankLines()
    {
        var statements = method.Body?.Statements.ToArray() ?? [];
        return statements
            .Zip(statements.Skip(1), (first, second) => (First: first, Second: second))
            .Where(pair => IsAssertion(pair.First) != IsAssertion(pair.Second) && !StartsAfterBlankLine(pair.Second))
            .Select(pair => $"{path}:{LineOf(pair.Second)}: {Name}");
    }

    public override string ToString() => $"{path}: {Name}";

    private static bool IsTest(MethodDeclarationSyntax method) =>
        method
            .AttributeLists.SelectMany(list => list.Attributes)
            .Select(attribute => attribute.Name.ToString())
            .Any(name =>
                name.EndsWith("Test", StringComparison.Ordinal) || name.StartsWith("TestCase", StringComparison.Ordinal)
            );

    private static bool IsAssertion(StatementSyntax statement) =>
        statement switch
        {
            ExpressionStatementSyntax { Expression: var expression } => IsAssertion(expression),
            UsingStatementSyntax { Expression: { } expression } => IsAssertion(expression),
            _ => false,
        };

    private static bool IsAssertion(ExpressionSyntax expression) =>
        expression switch
        {
            AwaitExpressionSyntax awaited => IsAssertion(awaited.Expression),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Expression
                is IdentifierNameSyntax { Identifier.Text: "Assert" },
            _ => false,
        };

    /// <summary>Returns whether a blank line precedes the statement and its comments.</summary>
    private static bool StartsAfterBlankLine(StatementSyntax statement) =>
        statement
            .GetLeadingTrivia()
            .FirstOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            .IsKind(SyntaxKind.EndOfLineTrivia);

    private int LineOf(StatementSyntax statement)
    {
        var start = statement.GetLeadingTrivia().Span.Start;
        return method.SyntaxTree.GetLineSpan(new(start, 0)).StartLinePosition.Line + 1;
    }
}
