using System.ComponentModel;
using System.Globalization;

namespace VaeMlNet;

/// <summary>A device that trains or runs a model: the CPU, or a CUDA device, which the CPU may replace.</summary>
/// <remarks>
/// Texts convert to a device: "cpu", "cuda" or "cuda:0" for the first CUDA device, "cuda:1" for the second, and "auto" for the first CUDA
/// device, or the CPU where it cannot be used. Configuration sections bind them, too. The default value is the CPU. Thread safety: immutable.
/// </remarks>
[TypeConverter(typeof(VaeDeviceConverter))]
public readonly record struct VaeDevice
{
    private const string AutoName = "auto";
    private const string CpuName = "cpu";
    private const string CudaName = "cuda";

    private VaeDevice(int? gpuDeviceId, bool fallbackToCpu)
    {
        GpuDeviceId = gpuDeviceId;
        FallbackToCpu = fallbackToCpu;
    }

    /// <summary>Gets the CPU.</summary>
    public static VaeDevice Cpu => default;

    /// <summary>Gets the first CUDA device, or the CPU where it cannot be used. A training with small steps also uses the CPU, which is faster for them.</summary>
    public static VaeDevice Auto { get; } = Cuda(fallbackToCpu: true);

    /// <summary>Gets the number of the CUDA device; null for the CPU.</summary>
    public int? GpuDeviceId { get; }

    /// <summary>Gets a value indicating whether the CPU is used if the CUDA device cannot be used. Otherwise that is an error.</summary>
    public bool FallbackToCpu { get; }

    /// <summary>Returns a CUDA device.</summary>
    /// <param name="gpuDeviceId">The number of the device. Default: 0. Range: 0 and up.</param>
    /// <param name="fallbackToCpu">
    /// Whether to use the CPU if the CUDA device cannot be used, for programs that must run on machines with and without CUDA. Default: false, which
    /// means an exception.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static VaeDevice Cuda(int gpuDeviceId = 0, bool fallbackToCpu = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gpuDeviceId);
        return new(gpuDeviceId, fallbackToCpu);
    }

    /// <summary>Returns the device with a name.</summary>
    /// <param name="name">The name: "cpu", "cuda", "cuda:" with the number of a device, or "auto".</param>
    /// <exception cref="FormatException">The text names no device.</exception>
    public static VaeDevice Parse(string name) =>
        TryParse(name, out var device)
            ? device
            : throw new FormatException(
                $"'{name}' is no device. Pass '{AutoName}', '{CpuName}', '{CudaName}', or '{CudaName}:' with the number of a device, such as '{CudaName}:0'."
            );

    /// <summary>Finds the device with a name.</summary>
    /// <param name="name">The name: "cpu", "cuda", "cuda:" with the number of a device, or "auto".</param>
    /// <param name="device">The device; the CPU if the text names none.</param>
    /// <returns>Whether the text names a device.</returns>
    public static bool TryParse(string? name, out VaeDevice device)
    {
        var number = 0;
        var isCuda =
            name is AutoName or CudaName
            || (
                name is not null
                && name.StartsWith($"{CudaName}:", StringComparison.Ordinal)
                && int.TryParse(
                    name.AsSpan(CudaName.Length + 1),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out number
                )
            );
        device = isCuda ? new(number, name == AutoName) : Cpu;
        return isCuda || name == CpuName;
    }

    /// <summary>Converts a name to a device, like <see cref="Parse"/>.</summary>
    /// <param name="name">The name: "cpu", "cuda", "cuda:" with the number of a device, or "auto".</param>
    /// <exception cref="FormatException">The text names no device.</exception>
    public static implicit operator VaeDevice(string name) => Parse(name);

    /// <summary>Returns the name of the device, such as "cuda:0".</summary>
    public override string ToString() =>
        this == Auto ? AutoName
        : GpuDeviceId is { } id
            ? FormattableString.Invariant($"{CudaName}:{id}{(FallbackToCpu ? $" or {CpuName}" : "")}")
        : CpuName;
}

/// <summary>Converts texts of configuration files to devices.</summary>
internal sealed class VaeDeviceConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        VaeDevice.Parse((string)value);
}
