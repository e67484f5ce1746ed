using VaeMlNet.OnnxExport;

namespace VaeMlNet.Benchmarks;

/// <summary>Compares weights in float32, float16 and 8 bits: size, speed and accuracy.</summary>
internal static class FormatsBenchmark
{
    public const string Name = "formats";

    private const int EpochCount = 5;
    private static readonly string[] Sets = ["letter", "satellite"];

    /// <summary>Trains and exports the models, and measures every format.</summary>
    /// <param name="mnist">The folder of MNIST's unpacked files.</param>
    /// <param name="data">The folder of labeled sets. If it is missing, detectors are not measured.</param>
    /// <param name="rounds">The number of measured rounds.</param>
    /// <param name="work">The folder for temporary model folders.</param>
    /// <param name="report">Receives progress reports.</param>
    public static FormatsReport Run(string mnist, string data, int rounds, string work, Action<string> report)
    {
        Directory.CreateDirectory(work);
        using var digits = new DigitTensors(mnist, rowCount: null);
        report($"training 784-400-20 for {EpochCount} epochs");
        var trainer = new VaeTrainer(new VaeTrainerOptions { EpochCount = EpochCount, Seed = 1 });
        using var trained = trainer.Fit(digits.Train);
        var folders = WeightFormats.Export(trained, digits.Test, Path.Combine(work, "mnist"));
        using var speed = new FormatSpeed(MnistImages.Read(mnist), folders);
        FormatsReport formats = new()
        {
            Conditions = new(
                $"dotnet cake --target=Benchmark --filter={Name} --rounds={rounds}",
                DateTimeOffset.Now,
                MachineFacts.Read()
            ),
            Subject = speed.Subject,
            Speed = InterleavedRun.Measure(speed.Candidates, rounds, report),
            Ratios = speed.Ratios,
            Formats = Accuracy(digits, folders, data, work, report),
        };
        Directory.Delete(work, recursive: true);
        return formats;
    }

    private static List<FormatFigures> Accuracy(
        DigitTensors digits,
        IReadOnlyDictionary<OnnxWeightFormat, string> folders,
        string data,
        string work,
        Action<string> report
    )
    {
        report("latents, scores and a logistic regression on MNIST");
        var ofDigits = new DigitFormats(digits, folders);
        var detectors = Detectors(data, work, report);
        var figures = new List<FormatFigures>();
        foreach (var format in WeightFormats.All)
        {
            (var latents, var scores) = ofDigits.Differences(format);
            figures.Add(
                new FormatFigures
                {
                    Format = WeightFormats.NameOf(format),
                    GraphBytes = Directory.GetFiles(folders[format], "*.onnx").Sum(file => new FileInfo(file).Length),
                    Latents = latents,
                    Scores = scores,
                    Accuracy = ofDigits.Accuracy(format),
                    AreaUnderRoc = detectors.ToDictionary(set => set.Key, set => set.Value[format]),
                }
            );
        }

        return figures;
    }

    private static Dictionary<string, IReadOnlyDictionary<OnnxWeightFormat, double>> Detectors(
        string data,
        string work,
        Action<string> report
    )
    {
        if (!Directory.Exists(data))
        {
            report($"There is no folder '{data}' with labeled sets: detectors are not measured. Pass --data=FOLDER.");
            return [];
        }

        report($"detectors on {string.Join(", ", Sets)}");
        return LabeledSet
            .Find(data, Sets)
            .ToDictionary(
                file => Path.GetFileNameWithoutExtension(file),
                file => DetectorFormats.Measure(file, Path.Combine(work, Path.GetFileNameWithoutExtension(file)))
            );
    }
}
