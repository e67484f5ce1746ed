using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Starts the candidates of a section.</summary>
/// <param name="section">The network and data to train.</param>
/// <param name="mnist">The folder of MNIST's files.</param>
internal sealed class TrainingCandidates(TrainingSection section, string mnist)
{
    public const string PyTorchScript = "Training/pytorch_vae.py";

    private const string SameSettings = "OPENBLAS_CORETYPE unset, OMP_WAIT_POLICY=passive, mallopt thresholds";

    /// <summary>
    /// Creates the start of PyTorch, with VaeMlNet's process settings if thread counts are given, and with defaults
    /// otherwise.
    /// </summary>
    /// <param name="threads">The threads of torch; null for its default.</param>
    /// <param name="blasThreads">The threads of OpenBLAS; null for its default.</param>
    public ProcessStartInfo PyTorchStart(int? threads, int? blasThreads)
    {
        var start = new ProcessStartInfo(DebianPython.Interpreter, PyTorchArguments(threads));
        if (blasThreads is { } count)
        {
            start.Environment.Remove("OPENBLAS_CORETYPE");
            start.Environment["OMP_WAIT_POLICY"] = "passive";
            start.Environment["OPENBLAS_NUM_THREADS"] = FormattableString.Invariant($"{count}");
        }

        return start;
    }

    /// <summary>Starts VaeMlNet's trainer.</summary>
    public TrainingCandidate Ours() =>
        Start(
            CandidateRole.Ours,
            "VaeTrainer",
            Environment.ProcessorCount,
            "VaeTrainer.Fit with the threads that it chooses",
            ChildStart.Create(ChildCommand.ForTrainer(section, mnist))
        );

    /// <summary>Starts PyTorch with batches from memory and VaeMlNet's process settings.</summary>
    public TrainingCandidate PyTorch(int threads, int blasThreads) =>
        WithAdvice(() =>
            Start(
                CandidateRole.PyTorch,
                FormattableString.Invariant($"pytorch-{threads}-{blasThreads}"),
                Math.Max(threads, blasThreads),
                FormattableString.Invariant(
                    $"PyTorch, batches from memory, {SameSettings}, torch.set_num_threads({threads}), OPENBLAS_NUM_THREADS={blasThreads}"
                ),
                PyTorchStart(threads, blasThreads)
            )
        );

    /// <summary>Starts PyTorch with its default settings.</summary>
    public TrainingCandidate PyTorchDefaults() =>
        Start(
            CandidateRole.PyTorchDefaults,
            "pytorch-defaults",
            Environment.ProcessorCount,
            "PyTorch with a DataLoader, default settings and an unchanged environment",
            PyTorchStart(null, null)
        );

    /// <summary>Starts a process that computes only the matrix products of a training step.</summary>
    public TrainingCandidate Products(int blasThreads, int parts)
    {
        var start = ChildStart.Create(ChildCommand.ForProducts(section, blasThreads, parts));
        start.Environment["OPENBLAS_NUM_THREADS"] = FormattableString.Invariant($"{blasThreads}");
        var work = parts == 1 ? "whole batches" : FormattableString.Invariant($"{parts} parts of a batch at once");
        return Start(
            CandidateRole.Gemm,
            FormattableString.Invariant($"gemm-{parts}-{blasThreads}"),
            parts * blasThreads,
            FormattableString.Invariant(
                $"the step's 11 matrix products into preallocated tensors, {work}, {blasThreads} BLAS threads each, {section.StepCount} steps"
            ),
            start
        );
    }

    private static TrainingCandidate WithAdvice(Func<TrainingCandidate> start)
    {
        try
        {
            return start();
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException(
                $"{exception.Message} {DebianPython.Advice("python3-torch")}",
                exception
            );
        }
    }

    private TrainingCandidate Start(
        CandidateRole role,
        string name,
        int threads,
        string description,
        ProcessStartInfo start
    )
    {
        Func<MeasuredPass> unset = () => throw new InvalidOperationException("The process measures.");
        var candidate = new Candidate($"{section.Name}/{name}", threads, description, section.RowCount, unset);
        return new(role, candidate with { Work = role == CandidateRole.Gemm ? "products" : "training" }, start);
    }

    private IEnumerable<string> PyTorchArguments(int? threads)
    {
        yield return DebianPython.PathOf(PyTorchScript);
        yield return $"--images={Path.GetFullPath(Path.Combine(mnist, "train-images-idx3-ubyte"))}";
        yield return FormattableString.Invariant($"--rows={section.RowCount}");
        yield return $"--network={(section.Network == NetworkKind.FullyConnected ? "fc" : "conv")}";
        yield return $"--optimizer={(section.Optimizer == VaeOptimizerKind.Adam ? "adam" : "rmsprop")}";
        yield return FormattableString.Invariant($"--batch-size={section.BatchSize}");
        yield return FormattableString.Invariant($"--learning-rate={TrainingSection.LearningRate}");
        if (threads is { } count)
        {
            yield return FormattableString.Invariant($"--threads={count}");
        }
    }
}
