namespace VaeMlNet.Docs.Tests;

/// <summary>A link or picture of a page, as it is written there.</summary>
internal sealed record PageLink(string Page, int Line, string Target)
{
    public override string ToString() => $"{Page}:{Line} -> {Target}";
}
