namespace VaeMlNet.Docs.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The first word behind the fence; empty where there is none, which means shell.</param>
/// <param name="Purpose">The rest behind the fence: what a json block is for.</param>
/// <param name="Heading">The nearest heading above; blocks under one heading are one program.</param>
/// <param name="Line">The line of its first line of text, from 1.</param>
internal sealed record CodeBlock(string Page, string Language, string Purpose, string Heading, int Line, string Text)
{
    public override string ToString() => $"{Page}:{Line} ({Language})";
}
