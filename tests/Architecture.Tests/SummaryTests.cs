using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// Summaries of members begin as .NET's own do: those of methods with a verb in the third person, those of properties with "Gets".
/// No comment uses a word for which a common word exists.
/// </summary>
internal sealed partial class SummaryTests
{
    private static readonly string[] Folders = ["benchmarks", "samples", "src", "templates", "tests"];

    private static readonly CSharpParseOptions Parsing = new(
        LanguageVersion.Latest,
        documentationMode: DocumentationMode.Parse
    );

    [TestCaseSource(nameof(Folders))]
    public void Summaries_OfMembers_BeginWithAVerbOrGets(string folder)
    {
        var offenders =
            from file in SourceFiles(folder)
            let tree = Parse(file)
            from member in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            let summary = FindSummary(member)
            where summary is not null && !BeginsAsItShould(member, summary)
            select Describe(file, member, summary);

        string[] found = [.. offenders];

        Assert.That(found, Is.Empty, string.Join('\n', found));
    }

    [TestCaseSource(nameof(Folders))]
    public void Comments_InSources_UseCommonWords(string folder)
    {
        var offenders =
            from file in SourceFiles(folder)
            let tree = Parse(file)
            from comment in tree.GetRoot().DescendantTrivia(descendIntoTrivia: false).Where(IsComment)
            from word in UncommonWord().Matches(comment.ToString())
            select $"{Path.GetRelativePath(Repository.Root, file)}: '{word.Value}' in: {comment.ToString().Trim()}";

        string[] found = [.. offenders];

        Assert.That(found, Is.Empty, string.Join('\n', found));
    }

    [TestCase("/// <summary>Number of rows.</summary>\npublic int Rows { get; }", false)]
    [TestCase("/// <summary>Gets the number of rows.</summary>\npublic int Rows { get; }", true)]
    [TestCase("/// <summary>The rows of a file.</summary>\npublic int Read() => 1;", false)]
    [TestCase("/// <summary>What the file contains.</summary>\npublic int Read() => 1;", false)]
    [TestCase("/// <summary>Reads the rows of a file.</summary>\npublic int Read() => 1;", true)]
    [TestCase("/// <summary>What a row is.</summary>\npublic class Row;", false)]
    [TestCase("/// <summary>A row.</summary>\npublic class Row;", true)]
    public void Summary_OfAMember_IsAcceptedOrNot(string source, bool isAccepted)
    {
        var member = CSharpSyntaxTree
            .ParseText($"class Outer\n{{\n{source}\n}}", Parsing)
            .GetRoot()
            .DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Last();

        Assert.That(BeginsAsItShould(member, FindSummary(member)!), Is.EqualTo(isAccepted));
    }

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory
            .EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(file))
            .Order(StringComparer.Ordinal);

    private static SyntaxTree Parse(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Parsing, file);

    /// <summary>Returns the text of a member's summary on one line; null without a summary, or where it is inherited.</summary>
    private static string? FindSummary(MemberDeclarationSyntax member)
    {
        var summary = member
            .GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .FirstOrDefault(element => element.StartTag.Name.ToString() == "summary");
        return summary is null ? null : Spaces().Replace(summary.Content.ToString().Replace("///", ""), " ").Trim();
    }

    private static bool BeginsAsItShould(MemberDeclarationSyntax member, string summary) =>
        member switch
        {
            PropertyDeclarationSyntax or IndexerDeclarationSyntax => summary.StartsWith(
                "Gets ",
                StringComparison.Ordinal
            ),
            MethodDeclarationSyntax method when IsTest(method) => !QuestionWord().IsMatch(summary),
            BaseMethodDeclarationSyntax => VerbInThirdPerson().IsMatch(summary),
            _ => !QuestionWord().IsMatch(summary),
        };

    /// <summary>Returns whether a method is a test; its name says what it proves, and its summary may say why.</summary>
    private static bool IsTest(MethodDeclarationSyntax method) =>
        method
            .AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString().StartsWith("Test", StringComparison.Ordinal));

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia);

    private static string Describe(string file, MemberDeclarationSyntax member, string summary)
    {
        var line = member.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return $"{Path.GetRelativePath(Repository.Root, file)}:{line}: {summary}";
    }

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // "This", "Its", "Rows" and like words also end in s; reviewers have to find these.
    [GeneratedRegex("^[A-Z][a-z-]+s(?<!^(Rows|Columns|Values|Names|This|Its|Options|Errors|Numbers|Points))[ ,.;]")]
    private static partial Regex VerbInThirdPerson();

    [GeneratedRegex("^(What|Whether|How|Why|Which|Where|When|Whoever|Of|As|Told|That|Nothing|None)\\b")]
    private static partial Regex QuestionWord();

    [GeneratedRegex(
        @"\b(anew|in the place of|but for|whoever|contestants?|told|mends?|outages?|behaviour|colours?|neighbours?)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex UncommonWord();
}
