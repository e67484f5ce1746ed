using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Opens ONNX Runtime sessions with the requested device and threads.</summary>
internal static class SessionFactory
{
    public const string CpuProvider = "CPUExecutionProvider";
    public const string CudaProvider = "CUDAExecutionProvider";

    /// <exception cref="InvalidOperationException">
    /// ONNX Runtime's native library is missing, or the requested device is, or the user's method that configures sessions failed.
    /// </exception>
    public static SharedSession Open(byte[] model, SessionSettings settings)
    {
        RequireOnnxRuntime();
        if (settings.Device.GpuDeviceId is not { } device)
        {
            return OnCpu(model, settings);
        }

        try
        {
            return OnCuda(model, settings, device);
        }
        catch (Exception e) when (MeansNoCuda(e))
        {
            return settings.Device.FallbackToCpu
                ? OnCpu(model, settings, SessionErrors.WhyNotCuda(device, Providers(), e))
                : throw SessionErrors.NoCuda(device, Providers(), e);
        }
    }

    // A program that references VaeMlNet chooses the native library of ONNX Runtime by a package of its own.
    private static void RequireOnnxRuntime()
    {
        try
        {
            _ = OrtEnv.Instance();
        }
        catch (TypeInitializationException e)
        {
            throw SessionErrors.NoOnnxRuntime(e.InnerException ?? e);
        }
    }

    private static SharedSession OnCpu(byte[] model, SessionSettings settings, string? fallbackReason = null)
    {
        using var options = Options(settings);
        return new(new InferenceSession(model, options), settings, fallbackReason: fallbackReason);
    }

    private static SharedSession OnCuda(byte[] model, SessionSettings settings, int device)
    {
        using var options = Options(settings);
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(CudaOptions(settings, device));
        options.AppendExecutionProvider_CUDA(cuda);
        return new(new InferenceSession(model, options), settings, device);
    }

    private static Dictionary<string, string> CudaOptions(SessionSettings settings, int device)
    {
        var options = new Dictionary<string, string>
        {
            ["device_id"] = device.ToString(CultureInfo.InvariantCulture),
            // TF32 has a mantissa of 10 bits, so that scores would differ between the device and the CPU.
            ["use_tf32"] = "0",
        };
        if (settings.GpuMemoryLimit is { } limit)
        {
            options["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        if (!settings.KeepMemory)
        {
            options["arena_extend_strategy"] = "kSameAsRequested";
        }

        return options;
    }

    private static SessionOptions Options(SessionSettings settings)
    {
        OnnxRuntimeTelemetry.TurnOffEvents();
        var options = new SessionOptions
        {
            ExecutionMode = settings.InterOpThreadCount > 1 ? ExecutionMode.ORT_PARALLEL : ExecutionMode.ORT_SEQUENTIAL,
            InterOpNumThreads = settings.InterOpThreadCount,
            IntraOpNumThreads = settings.IntraOpThreadCount,
            EnableCpuMemArena = settings.KeepMemory,
            EnableMemoryPattern = settings.KeepMemory,
            // Errors become exceptions with the same text. Logging them would also write them to the standard error of the
            // process.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Without this entry, ONNX Runtime also accepts its own format. It recognizes it by four bytes that a checked ONNX file
        // can contain.
        options.AddSessionConfigEntry("session.load_model_format", "ONNX");
        // Threads that spin between runs would take processors from the rest of the pipeline.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        Configure(options, settings);
        return options;
    }

    private static void Configure(SessionOptions options, SessionSettings settings)
    {
        try
        {
            settings.ConfigureSession?.Invoke(options);
        }
        catch (Exception e)
        {
            options.Dispose();
            // This type means neither a missing CUDA nor a damaged graph.
            throw SessionErrors.NotConfigured(Providers(), e);
        }
    }

    /// <summary>
    /// Returns whether an error means that CUDA is unavailable. A CPU build of ONNX Runtime lacks the entry point. The GPU
    /// build fails while it loads the driver and libraries if they are missing, and while it creates the session if the device
    /// does not exist.
    /// </summary>
    private static bool MeansNoCuda(Exception e) =>
        e is EntryPointNotFoundException or DllNotFoundException or OnnxRuntimeException or NotSupportedException;

    private static string[] Providers() => OrtEnv.Instance().GetAvailableProviders();
}
