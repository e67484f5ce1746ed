namespace VaeMlNet;

/// <summary>What the catalog makes a step from: a verified model folder, and where its sessions run.</summary>
internal readonly record struct StepModel(ModelFolder Folder, SessionSettings Settings)
{
    /// <exception cref="VaeModelException">The folder is missing, damaged or inconsistent.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The device id or the number of threads is out of its range.</exception>
    public static StepModel Open(string modelFolder, VaeStepOptions options, int? gpuDeviceId, bool fallbackToCpu)
    {
        var settings = SessionSettings.From(gpuDeviceId, fallbackToCpu, options.IntraOpThreadCount);
        return new(ModelFolder.Open(modelFolder), settings);
    }

    /// <summary>The folder and settings of an opened model: its sessions are then the step's sessions too.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">The options ask for threads, which the model has already.</exception>
    public static StepModel Of(VaeModel model, VaeStepOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        return options.IntraOpThreadCount is { } threads
            ? throw StepErrors.ThreadsOfOpenedModel(model.Folder, threads)
            : model.ForSteps();
    }
}
