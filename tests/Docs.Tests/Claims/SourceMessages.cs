using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeMlNet.Docs.Tests;

/// <summary>The texts that stand in the sources of src, with … for what is filled in when the program runs.</summary>
internal static class SourceMessages
{
    public const string Hole = "…";

    public static IReadOnlyList<string> All { get; } =
    [
        .. Sources()
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes())
            .OfType<ExpressionSyntax>()
            .Where(IsText)
            .Where(node => node.Parent is not ExpressionSyntax parent || !IsText(parent))
            .Select(Flatten),
    ];

    /// <summary>
    /// Returns whether the sources contain a text that creates the message. The message has … for variable parts.
    /// </summary>
    /// <remarks>Its fixed parts stand in the text in that order; where a text only begins with it, that counts.</remarks>
    public static bool Contains(string message)
    {
        var parts = message.Split(Hole, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return All.Any(text => HasInOrder(text, parts));
    }

    private static bool HasInOrder(string text, string[] parts)
    {
        var from = 0;
        foreach (var part in parts)
        {
            var at = text.IndexOf(part, from, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            from = at + part.Length;
        }

        return true;
    }

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any());

    private static bool IsText(ExpressionSyntax node) =>
        node
            is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression }
                or InterpolatedStringExpressionSyntax
        || (
            node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum
            && (IsText(sum.Left) || IsText(sum.Right))
        );

    private static string Flatten(ExpressionSyntax node) =>
        node switch
        {
            LiteralExpressionSyntax literal => literal.Token.ValueText,
            InterpolatedStringExpressionSyntax text => string.Concat(
                text.Contents.Select(part =>
                    part is InterpolatedStringTextSyntax fixedPart ? fixedPart.TextToken.ValueText : Hole
                )
            ),
            BinaryExpressionSyntax sum => Flatten(sum.Left) + Flatten(sum.Right),
            _ => Hole,
        };
}
