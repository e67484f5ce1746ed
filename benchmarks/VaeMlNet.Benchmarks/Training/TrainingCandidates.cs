using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Starts the candidates of a section.</summary>
/// <param name="section">The network and data to train.</param>
/// <param name="mnist">The folder of MNIST's files.</param>
internal sealed class TrainingCandidates(TrainingSection section, string mnist)
{
    public const string PyTorchScript = "Training/pytorch_vae.py";

    private const string PyTorchKind = "PyTorch 1.13, another libtorch with OpenBLAS";
    private const string PyTorchSettings = "OPENBLAS_CORETYPE unset, mallopt thresholds";

    /// <summary>Starts all candidates that train on the CPU.</summary>
    /// <param name="hasPyTorch">Whether PyTorch takes part.</param>
    public IEnumerable<TrainingCandidate> OnCpu(bool hasPyTorch)
    {
        yield return Ours();
        foreach (var (threads, isPassive) in TorchSharpChoices)
        {
            yield return TorchSharp(threads, isPassive);
        }

        if (section.Network == NetworkKind.FullyConnected)
        {
            foreach (var threads in Threads.Where(threads => threads > 1 && section.BatchSize % threads == 0))
            {
                yield return Products(threads, parts: 1);
                yield return Products(threads: 1, parts: threads);
            }
        }

        foreach (var candidate in hasPyTorch ? PyTorchOnCpu() : [])
        {
            yield return candidate;
        }
    }

    /// <summary>Gets the threads of torch and of BLAS that PyTorch tries: each of <see cref="Threads"/>, for one of them or for both.</summary>
    internal static IEnumerable<(int Threads, int BlasThreads)> ThreadChoices =>
        Threads.SelectMany(count => new[] { (count, 1), (1, count), (count, count) }).Distinct();

    /// <summary>
    /// Gets the threads of TorchSharp that are tried, each of <see cref="Threads"/>. Several threads check without sleeping for work, as
    /// by default, or they sleep. Sleeping threads are slower, but leave the processors to other programs.
    /// </summary>
    internal static IEnumerable<(int Threads, bool IsPassive)> TorchSharpChoices =>
        [(1, false), .. Threads.Skip(1).SelectMany(count => new[] { (count, false), (count, true) })];

    /// <summary>Gets the powers of two below the number of processors, and this number.</summary>
    private static IEnumerable<int> Threads =>
        Enumerable
            .Range(0, 31)
            .Select(power => 1 << power)
            .TakeWhile(count => count < Environment.ProcessorCount)
            .Append(Environment.ProcessorCount);

    /// <summary>Starts all candidates that train on the device of the section, with full and with mixed precision.</summary>
    /// <param name="hasPyTorch">Whether PyTorch takes part.</param>
    public IEnumerable<TrainingCandidate> OnDevice(bool hasPyTorch)
    {
        yield return OursOnDevice(isMixed: false);
        yield return OursOnDevice(isMixed: true);

        yield return TorchSharpOnDevice();

        foreach (var (isMixed, isFused, start) in hasPyTorch ? PyTorchStartsOnDevice() : [])
        {
            yield return Start(
                isMixed ? CandidateRole.PyTorchMixed : CandidateRole.PyTorch,
                $"pytorch{(isMixed ? "-mixed" : "")}{(isFused ? "-fused" : "")}",
                Environment.ProcessorCount,
                $"PyTorch on {section.Device}, rows on the device by index_select{(isMixed ? ", bfloat16 autocast" : "")}{(isFused ? ", fused Adam" : "")}",
                start
            );
        }
    }

    /// <summary>Creates the starts of PyTorch on the device of the section.</summary>
    public IEnumerable<(bool IsMixed, bool IsFused, ProcessStartInfo Start)> PyTorchStartsOnDevice()
    {
        // Older versions of PyTorch have the fused Adam for CUDA only.
        bool[] choices = section.Device == "cpu" ? [false] : [false, true];
        foreach (var isMixed in new[] { false, true })
        {
            foreach (var isFused in choices)
            {
                var start = PyTorchStart(threads: null, blasThreads: null);
                start.ArgumentList.Add($"--device={section.Device}");
                if (isMixed)
                {
                    start.ArgumentList.Add("--mixed");
                }

                if (isFused)
                {
                    start.ArgumentList.Add("--fused");
                }

                yield return (isMixed, isFused, start);
            }
        }
    }

    /// <summary>
    /// Creates the start of PyTorch, with settings that make it faster if thread counts are given, and with defaults
    /// otherwise.
    /// </summary>
    /// <param name="threads">The threads of torch; null for its default.</param>
    /// <param name="blasThreads">The threads of OpenBLAS; null for its default.</param>
    /// <param name="isPassive">Whether threads that wait for work sleep at once, if thread counts are given.</param>
    public ProcessStartInfo PyTorchStart(int? threads, int? blasThreads, bool isPassive = true)
    {
        var start = new ProcessStartInfo(DebianPython.Interpreter, PyTorchArguments(threads));
        if (blasThreads is { } count)
        {
            // A preset core would keep OpenBLAS from using AVX-512.
            start.Environment.Remove("OPENBLAS_CORETYPE");
            if (isPassive)
            {
                start.Environment["OMP_WAIT_POLICY"] = "passive";
            }

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

    private TrainingCandidate OursOnDevice(bool isMixed) =>
        Start(
            isMixed ? CandidateRole.OursMixed : CandidateRole.Ours,
            isMixed ? "VaeTrainer-mixed" : "VaeTrainer",
            Environment.ProcessorCount,
            $"VaeTrainer.Fit on {section.Device}, UsesMixedPrecision = {isMixed}",
            ChildStart.Create(ChildCommand.ForTrainer(section with { UsesMixedPrecision = isMixed }, mnist))
        );

    /// <summary>Starts TorchSharp alone, which trains a network of its own modules with autograd.</summary>
    public TrainingCandidate TorchSharp(int threads, bool isPassive) =>
        Start(
            CandidateRole.TorchSharp,
            FormattableString.Invariant($"torchsharp-{threads}{(isPassive ? "-passive" : "")}"),
            threads,
            FormattableString.Invariant(
                $"TorchSharp's modules, autograd and optimizer, batches from memory, OMP_WAIT_POLICY {(isPassive ? "passive" : "unset")}, torch.set_num_threads({threads})"
            ),
            TorchSharpStart(threads, isPassive)
        );

    private TrainingCandidate TorchSharpOnDevice() =>
        Start(
            CandidateRole.TorchSharp,
            "torchsharp",
            Environment.ProcessorCount,
            $"TorchSharp's modules, autograd and optimizer on {section.Device}, rows on the device by index_select",
            TorchSharpStart(Environment.ProcessorCount, isPassive: false)
        );

    private IEnumerable<TrainingCandidate> PyTorchOnCpu()
    {
        foreach (var (threads, blasThreads) in ThreadChoices)
        {
            yield return PyTorch(threads, blasThreads, isPassive: true);
            // Threads that wait without sleeping save time where only torch has several. If OpenBLAS has some, too, they take each other's processors.
            if (threads > 1 && blasThreads == 1)
            {
                yield return PyTorch(threads, blasThreads, isPassive: false);
            }
        }

        if (section.HasDefaults)
        {
            yield return PyTorchDefaults();
        }
    }

    /// <summary>Starts PyTorch with batches from memory and settings that make it faster.</summary>
    private TrainingCandidate PyTorch(int threads, int blasThreads, bool isPassive) =>
        WithAdvice(() =>
            Start(
                CandidateRole.PyTorch,
                FormattableString.Invariant($"pytorch-{threads}-{blasThreads}{(isPassive ? "" : "-active")}"),
                Math.Max(threads, blasThreads),
                FormattableString.Invariant(
                    $"{PyTorchKind}, batches from memory, {PyTorchSettings}, OMP_WAIT_POLICY {(isPassive ? "passive" : "unset")}, torch.set_num_threads({threads}), OPENBLAS_NUM_THREADS={blasThreads}"
                ),
                PyTorchStart(threads, blasThreads, isPassive)
            )
        );

    /// <summary>Starts PyTorch with its default settings.</summary>
    private TrainingCandidate PyTorchDefaults() =>
        Start(
            CandidateRole.PyTorchDefaults,
            "pytorch-defaults",
            Environment.ProcessorCount,
            $"{PyTorchKind}, with a DataLoader, default settings and an unchanged environment",
            PyTorchStart(null, null)
        );

    /// <summary>Starts a process that computes only the matrix products of a training step.</summary>
    private TrainingCandidate Products(int threads, int parts)
    {
        var work = parts == 1 ? "whole batches" : FormattableString.Invariant($"{parts} parts of a batch at once");
        return Start(
            CandidateRole.Gemm,
            FormattableString.Invariant($"gemm-{parts}-{threads}"),
            parts * threads,
            FormattableString.Invariant(
                $"the step's 11 matrix products into preallocated tensors, {work}, {threads} threads each, {section.StepCount} steps"
            ),
            ProductsStart(threads, parts)
        );
    }

    /// <summary>Creates the start of TorchSharp alone.</summary>
    /// <param name="threads">The threads of an operator.</param>
    /// <param name="isPassive">Whether threads that wait for work sleep at once.</param>
    public ProcessStartInfo TorchSharpStart(int threads, bool isPassive)
    {
        var start = ChildStart.Create(ChildCommand.ForTorchSharp(section, mnist, threads));
        if (isPassive)
        {
            start.Environment["OMP_WAIT_POLICY"] = "passive";
        }

        return start;
    }

    /// <summary>Creates the start of the matrix products of a training step.</summary>
    public ProcessStartInfo ProductsStart(int threads, int parts) =>
        ChildStart.Create(ChildCommand.ForProducts(section, threads, parts));

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

    private string NetworkName =>
        section.Network switch
        {
            NetworkKind.FullyConnected => "fc",
            NetworkKind.Convolutional => "conv",
            NetworkKind.Detector => "detector",
            _ => "table",
        };

    private IEnumerable<string> PyTorchArguments(int? threads)
    {
        yield return DebianPython.PathOf(PyTorchScript);
        yield return $"--images={Path.GetFullPath(Path.Combine(mnist, "train-images-idx3-ubyte"))}";
        yield return FormattableString.Invariant($"--rows={section.RowCount}");
        yield return $"--network={NetworkName}";
        yield return $"--optimizer={(section.Optimizer == VaeOptimizerKind.Adam ? "adam" : "rmsprop")}";
        yield return FormattableString.Invariant($"--batch-size={section.BatchSize}");
        yield return FormattableString.Invariant($"--learning-rate={TrainingSection.LearningRate}");
        if (threads is { } count)
        {
            yield return FormattableString.Invariant($"--threads={count}");
        }
    }
}
