namespace VaeMlNet.Benchmarks;

/// <summary>Measures training and scoring on a GPU, beside PyTorch and ONNX Runtime on the same GPU and beside the CPU.</summary>
internal static class GpuBenchmark
{
    public const string Name = "gpu";

    /// <summary>Gets the names of the parts, in order.</summary>
    public static IReadOnlyList<string> PartNames { get; } =
    [.. TrainingSection.OfGpu.Select(section => section.Name), GpuScoring.Encode, GpuScoring.Score];

    /// <summary>Measures the parts one after the other.</summary>
    /// <param name="settings">The device, data and parts.</param>
    /// <param name="report">Receives progress reports.</param>
    /// <returns>A report of all parts measured so far, after each part.</returns>
    /// <exception cref="CommandException">The device cannot be used.</exception>
    public static IEnumerable<GpuReport> Run(GpuSettings settings, Action<string> report)
    {
        IReadOnlyList<GpuPoint> points = [];
        if (settings.Runs(GpuScoring.Encode) || settings.Runs(GpuScoring.Score))
        {
            points = Score(settings, report);
            yield return New(settings, null, [], points);
        }

        var whyNoPyTorch = settings.Sections.Count == 0 ? null : WhyNoPyTorch(settings.Device);
        var results = new List<SectionResult>();
        foreach (var section in settings.Sections)
        {
            report($"{section.Name}: {section.Title}");
            var starts = new TrainingCandidates(section, settings.Mnist).OnDevice(whyNoPyTorch is null);
            using var run = new TrainingSectionRun(section, starts, report);
            results.Add(run.Run(settings.Rounds));
            yield return New(settings, whyNoPyTorch, [.. results], points);
        }
    }

    private static IReadOnlyList<GpuPoint> Score(GpuSettings settings, Action<string> report)
    {
        using var scoring = new GpuScoring(settings);
        try
        {
            return scoring.Run(report);
        }
        catch (Exception e)
            when (settings.GpuDeviceId is not null
                && e
                    is InvalidOperationException
                        or NotSupportedException
                        or DllNotFoundException
                        or EntryPointNotFoundException
                        or Microsoft.ML.OnnxRuntime.OnnxRuntimeException
            )
        {
            throw new CommandException(
                $"--device={settings.Device} failed: {e.Message} Pass --device=cpu to run the benchmark on the CPU.",
                e
            );
        }
    }

    /// <summary>Returns the reason why PyTorch cannot use the device, or null if it can.</summary>
    private static string? WhyNoPyTorch(string device)
    {
        try
        {
            FinishedProcess.Run(
                "PyTorch",
                new(DebianPython.Interpreter, ["-c", $"import torch; torch.zeros(1, device='{device}')"])
            );
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static GpuReport New(
        GpuSettings settings,
        string? whyNoPyTorch,
        IReadOnlyList<SectionResult> sections,
        IReadOnlyList<GpuPoint> points
    )
    {
        var machine = MachineFacts
            .Read()
            .With(sections.SelectMany(result => result.Candidates).SelectMany(c => c.Facts.Versions));
        return new(settings.Device, new(settings.Command, DateTimeOffset.Now, machine), whyNoPyTorch, sections, points);
    }
}
