using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VaeMlNet.Tooling;

/// <summary>The option <c>--device</c> of the verbs that train a model or run an exported one.</summary>
internal sealed class DeviceOption
{
    private const string Cpu = "cpu";
    private const string Cuda = "cuda";

    /// <summary>A GPU if there is one.</summary>
    public const string Auto = "auto";

    /// <summary>Creates the option.</summary>
    /// <param name="what">The beginning of the description.</param>
    /// <param name="defaultDevice">The default.</param>
    public DeviceOption(string what = "Where the model runs", string defaultDevice = Cpu)
    {
        Option = new("--device")
        {
            HelpName = "DEVICE",
            Description = $"{what}: cpu; cuda or cuda:N, an NVIDIA GPU; or auto, a GPU if there is one",
            DefaultValueFactory = _ => defaultDevice,
        };
        Option.Validators.Add(Check);
    }

    /// <summary>Gets the option, whose value is the name of a device.</summary>
    public Option<string> Option { get; }

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command command) => command.Options.Add(Option);

    /// <summary>Returns the number of the CUDA device, and whether the CPU may take its place; null for the CPU.</summary>
    public (int? GpuDeviceId, bool FallbackToCpu) Read(ParseResult parse)
    {
        var name = parse.GetValue(Option)!;
        return name == Auto ? (0, true) : (CudaIndex(name), false);
    }

    /// <summary>Opens a model folder on the device, and says which GPU it runs on.</summary>
    /// <exception cref="VaeModelException">The folder is missing or damaged.</exception>
    /// <exception cref="CommandException">The device cannot be used.</exception>
    public VaeModel Open(ParseResult parse, string folder, CommandTerminal terminal, int? threads = null)
    {
        var (gpu, mayFallBack) = Read(parse);
        VaeSessionOptions options = new()
        {
            GpuDeviceId = gpu,
            FallbackToCpu = mayFallBack,
            IntraOpThreadCount = threads,
        };
        try
        {
            var model = VaeModel.Open(folder, options);
            if (gpu is not null && model.ExecutionProvider.StartsWith("CUDA", StringComparison.Ordinal))
            {
                terminal.WriteErrorLine(string.Create(CultureInfo.InvariantCulture, $"runs on CUDA device {gpu}"));
            }

            return model;
        }
        catch (InvalidOperationException e) when (gpu is not null)
        {
            throw new CommandException(
                $"{Option.Name}={parse.GetValue(Option)} cannot be used: {e.Message.Replace(", or set FallbackToCpu = true", $", or use {Option.Name}={Auto}", StringComparison.Ordinal)}",
                e
            );
        }
    }

    private void Check(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is not (Cpu or Auto) and { } name && CudaIndex(name) is null)
        {
            result.AddError(
                $"{Option.Name} is '{name}', expected {Cpu}, {Cuda}, {Cuda}:N with the number of a GPU, or {Auto}."
            );
        }
    }

    private static int? CudaIndex(string name)
    {
        if (name == Cuda)
        {
            return 0;
        }

        var isNumbered = name.StartsWith($"{Cuda}:", StringComparison.Ordinal);
        return
            isNumbered
            && int.TryParse(
                name.AsSpan(Cuda.Length + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var index
            )
            ? index
            : null;
    }
}
