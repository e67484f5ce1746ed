using Spectre.Console.Rendering;

namespace VaeMlNet.Tooling;

/// <summary>
/// A line that the terminal may wrap but that contains no line ends, so that a long command in it can be copied.
/// </summary>
/// <param name="line">The line.</param>
internal sealed class UnwrappedLine(string line) : IRenderable
{
    /// <inheritdoc />
    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    /// <inheritdoc />
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(line), Segment.LineBreak];
}
