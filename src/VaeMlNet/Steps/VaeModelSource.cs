namespace VaeMlNet;

/// <summary>
/// The model of a step: the path of a model folder, with the device to run it on, or an opened <see cref="VaeModel"/>.
/// </summary>
/// <remarks>
/// Strings and opened models convert to a source, so that you can pass either to the steps directly. Call a constructor to
/// choose a CUDA device. <para> Ownership: a step opens, verifies and reads a folder once, when it is created. The folder may
/// be replaced afterwards. Each step with a source of a folder opens the folder itself. The caller owns an opened model and
/// must dispose it. Steps take their own references to its sessions: disposing the model or a step does not affect the other.
/// </para> Thread safety: immutable.
/// </remarks>
/// <example><code>
/// mlContext.Transforms.VaeEncode("Latent", "Features", "onnx/mnist");
/// mlContext.Transforms.VaeEncode("Latent", "Features", new VaeModelSource("onnx/mnist", VaeDevice.Auto));
/// </code></example>
public sealed class VaeModelSource
{
    private readonly string? modelFolder;
    private readonly VaeModel? model;
    private readonly VaeDevice device;

    /// <summary>Creates a source from the path of a model folder.</summary>
    /// <param name="modelFolder">The model folder, such as <c>onnx/mnist</c>. The step opens it, not this constructor.</param>
    /// <param name="device">
    /// The device. Default: the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here. A <see cref="VaeDevice.FallbackToCpu"/> writes one line to
    /// <c>MLContext.Log</c>.
    /// </param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    public VaeModelSource(string modelFolder, VaeDevice device = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        this.modelFolder = modelFolder;
        this.device = device;
    }

    /// <summary>Creates a source from an opened model, with the model's device.</summary>
    /// <param name="model">The model. The caller must dispose it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public VaeModelSource(VaeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <summary>Converts the path of a model folder to a source that runs on the CPU.</summary>
    /// <param name="modelFolder">The model folder.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    public static implicit operator VaeModelSource(string modelFolder) => new(modelFolder);

    /// <summary>Converts an opened model to a source. The caller must still dispose the model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public static implicit operator VaeModelSource(VaeModel model) => new(model);

    /// <summary>Returns the opened model, or opens the folder with threads chosen by the number of processors.</summary>
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    internal VaeModel OpenModel() => model ?? VaeModel.Open(modelFolder!, new() { Device = device });

    /// <summary>Runs work on the model. A model that this call opens from a folder is disposed when the work ends.</summary>
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    internal T Use<T>(Func<VaeModel, T> work)
    {
        if (model is not null)
        {
            return work(model);
        }

        using var opened = OpenModel();
        return work(opened);
    }

    /// <summary>Returns the verified folder and the session settings that a step runs with.</summary>
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">The options choose threads, but an opened model already has its threads.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is out of its range.</exception>
    internal StepModel OpenForStep(VaeStepOptions options)
    {
        if (model is null)
        {
            var settings = SessionSettings.From(device, options.IntraOpThreadCount);
            return new(ModelFolder.Open(modelFolder!), settings);
        }

        return options.IntraOpThreadCount is { } threads
            ? throw StepErrors.ThreadsOfOpenedModel(model.Folder, threads)
            : model.ForSteps();
    }
}
