namespace VaeMlNet;

/// <summary>The windows of an image along one of its sides.</summary>
/// <param name="Length">Of the image.</param>
/// <param name="Count">The number of windows.</param>
/// <param name="Size">Of a window.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Padding">How far the first window stands outside.</param>
internal readonly record struct WindowAxis(int Length, int Count, int Size, int Stride, int Padding)
{
    /// <summary>Gets the length with all that windows reach. With output padding the image ends after the last window.</summary>
    public int PaddedLength => Math.Max(Padding + Length, ((Count - 1) * Stride) + Size);

    /// <summary>
    /// Gives runs of places within a window, each with the windows of which these places are pixels of the image, not margin.
    /// </summary>
    /// <param name="longest">No run has more places; at most the stride, so that a run's pixels are each of one window.</param>
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

    /// <summary>Whether a run's pixels are all of the image's.</summary>
    public bool IsWhole(Run run) => run.Pixel == 0 && run.PlaceCount == Stride && run.WindowCount * Stride == Length;

    /// <summary>Neighboring places of neighboring windows.</summary>
    /// <param name="Place">The first place within the window.</param>
    /// <param name="PlaceCount">The number of places.</param>
    /// <param name="Window">The first window.</param>
    /// <param name="WindowCount">The number of windows.</param>
    /// <param name="Pixel">Where in the image the first place of the first window is.</param>
    internal readonly record struct Run(int Place, int PlaceCount, int Window, int WindowCount, int Pixel);
}
