namespace VaeMlNet.Benchmarks;

/// <summary>Draws pictures of exported models.</summary>
internal sealed class ModelPictures(SectionRun run)
{
    private const int Seed = 1;
    private const int ParityRowCount = 256;
    private const int PathCount = 6;
    private const int PointCount = 12;
    private const int MapEdge = 20;
    private const float MapReach = 2.5f;
    private const int PanelEdge = 64;
    private const float PanelReach = 4;

    /// <summary>Draws reconstructions, samples, and paths between digits: straight paths above spherical ones.</summary>
    public void WriteDigits(TrainedVae trained) =>
        WithModel(
            trained,
            model =>
            {
                var pictures = new DigitPictures(model);
                pictures.WriteReconstructions(PathOf("mnist-reconstructions.png"), run.Digits.TestImages);
                pictures.WriteSamples(PathOf("mnist-samples.png"), Seed);
                Write(
                    "mnist-interpolations.png",
                    "Paths between test images: straight, and along great circles",
                    model.Decode(Paths(model)),
                    MnistDigits.Edge,
                    PointCount,
                    lines: [.. Enumerable.Range(0, 2 * PathCount).Select(i => i % 2 == 0 ? "line" : "circle")]
                );
            }
        );

    /// <summary>Draws the decoded plane of two latents, and the position of each class of digits on it.</summary>
    public void WriteLatentMap(TrainedVae trained) =>
        WithModel(
            trained,
            model =>
            {
                float[] plane =
                [
                    .. Enumerable
                        .Range(0, MapEdge * MapEdge)
                        .SelectMany(i => new[] { MapPoint(i % MapEdge), -MapPoint(i / MapEdge) }),
                ];
                Write(
                    "mnist-latent-map.png",
                    $"Decoded plane of two latents: latent 0 from {-MapReach} to {MapReach} to the right, latent 1 upwards",
                    model.Decode(plane),
                    MnistDigits.Edge,
                    MapEdge,
                    lines:
                    [
                        .. Enumerable.Range(0, MapEdge).Select(i => FormattableString.Invariant($"{-MapPoint(i):0.0}")),
                    ]
                );
                Write(
                    "mnist-latent-classes.png",
                    $"Positions of the test images of each digit: latents 0 (to the right) and 1 (upwards) from {-PanelReach} to {PanelReach}",
                    ClassPanels(model),
                    PanelEdge,
                    columns: 5,
                    captions: [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")]
                );
            }
        );

    private static float[] Paths(VaeModel model, float[] codes, int pair)
    {
        var width = model.LatentDim;
        ReadOnlySpan<float> from = codes.AsSpan(2 * pair * width, width);
        ReadOnlySpan<float> to = codes.AsSpan(((2 * pair) + 1) * width, width);
        return
        [
            .. model.Interpolate(from, to, PointCount),
            .. model.Interpolate(from, to, PointCount, isSpherical: true),
        ];
    }

    private float[] Paths(VaeModel model)
    {
        var codes = model.Encode(run.Digits.TestImages.FirstRows(2 * PathCount));
        return [.. Enumerable.Range(0, PathCount).SelectMany(pair => Paths(model, codes, pair))];
    }

    private static float MapPoint(int i) => MapReach * ((2f * i / (MapEdge - 1)) - 1);

    /// <summary>Counts, for each digit, the test images whose latent mean is in a square of the plane.</summary>
    private float[] ClassPanels(VaeModel model)
    {
        var codes = model.Encode(run.Digits.TestImages.Values);
        var panels = new float[10 * PanelEdge * PanelEdge];
        for (var i = 0; i < run.Digits.TestLabels.Length; i++)
        {
            (var x, var y) = (PanelPixel(codes[2 * i]), PanelPixel(-codes[(2 * i) + 1]));
            panels[(((run.Digits.TestLabels[i] * PanelEdge) + y) * PanelEdge) + x] += 0.25f;
        }

        return panels;
    }

    private static int PanelPixel(float z) =>
        Math.Clamp((int)(PanelEdge * (z + PanelReach) / (2 * PanelReach)), 0, PanelEdge - 1);

    private void WithModel(TrainedVae trained, Action<VaeModel> draw)
    {
        var folder = Path.Combine(run.Settings.OutputFolder, "drawn-model");
        using var rows = run.Digits.Test.narrow(0, 0, ParityRowCount);
        trained.Export(folder, rows);
        using (var model = VaeModel.Open(folder))
        {
            draw(model);
        }

        Directory.Delete(folder, recursive: true);
    }

    private void Write(
        string name,
        string title,
        float[] images,
        int edge,
        int columns,
        string[]? lines = null,
        string[]? captions = null
    )
    {
        PictureSheet sheet = new(new(1, edge, edge), columns)
        {
            Title = title,
            LineLabels = lines ?? [],
            Captions = captions ?? [],
        };
        OutputFile.Write(PathOf(name), sheet.Draw(images).WritePng);
    }

    private string PathOf(string name) => Path.Combine(run.Settings.PictureFolder, name);
}
