namespace VaeMlNet;

/// <summary>The windows of an image along one of its sides.</summary>
/// <param name="Length">The length of the image's side.</param>
/// <param name="Count">The number of windows.</param>
/// <param name="Size">The length of a window.</param>
/// <param name="Stride">The distance from one window to the next.</param>
/// <param name="Padding">The distance by which the first window begins outside the image.</param>
internal readonly record struct WindowAxis(int Length, int Count, int Size, int Stride, int Padding)
{
    /// <summary>
    /// Gets the length of the image with its margins. With output padding, the image ends after the last window.
    /// </summary>
    public int PaddedLength => Math.Max(Padding + Length, ((Count - 1) * Stride) + Size);

    /// <summary>
    /// Returns runs of places within a window. Each run has the windows for which these places are pixels of the image, not of
    /// the margin.
    /// </summary>
    /// <param name="longest">
    /// The largest number of places in a run. It is at most the stride, so that each pixel of a run belongs to one window.
    /// </param>
    public List<Run> Runs(int longest)
    {
        List<Run> runs = [];
        for (var place = 0; place < Size; place++)
        {
            var first = place < Padding ? (Padding - place + Stride - 1) / Stride : 0;
            var reach = Length - 1 + Padding - place;
            var count = reach < 0 ? 0 : Math.Min(Count - 1, reach / Stride) - first + 1;
            if (
                runs is [.., var last]
                && last.PlaceCount < longest
                && last.Window == first
                && last.WindowCount == count
            )
            {
                runs[^1] = last with { PlaceCount = last.PlaceCount + 1 };
            }
            else if (count > 0)
            {
                runs.Add(new(place, 1, first, count, (first * Stride) + place - Padding));
            }
        }

        return runs;
    }

    /// <summary>Returns whether a run contains all pixels of the image.</summary>
    public bool IsWhole(Run run) => run.Pixel == 0 && run.PlaceCount == Stride && run.WindowCount * Stride == Length;

    /// <summary>Neighboring places of neighboring windows.</summary>
    /// <param name="Place">The first place in the window.</param>
    /// <param name="PlaceCount">The number of places.</param>
    /// <param name="Window">The first window.</param>
    /// <param name="WindowCount">The number of windows.</param>
    /// <param name="Pixel">The pixel of the image at the first place of the first window.</param>
    internal readonly record struct Run(int Place, int PlaceCount, int Window, int WindowCount, int Pixel);
}
