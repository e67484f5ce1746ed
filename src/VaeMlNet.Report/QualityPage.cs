namespace VaeMlNet.Report;

/// <summary>A page on the quality of synthetic rows.</summary>
/// <param name="quality">The comparison of synthetic with real rows.</param>
/// <param name="title">The title of the page.</param>
internal sealed class QualityPage(VaeQualityReport quality, string title)
{
    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        var heldOut = quality.HeldOutRows is { } count ? $" and {Figure.Count(count)} held-out rows" : "";
        var subtitle =
            $"{Figure.Count(quality.SyntheticRows)} synthetic rows compared with {Figure.Count(quality.RealRows)} real rows{heldOut}";
        new PlainPage(title, subtitle, [.. QualitySections.Create(quality)]).Write(stream);
    }
}
