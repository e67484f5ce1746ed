using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Tooling;

/// <summary>The option <c>--device</c> of the verbs that train a model or run an exported one.</summary>
internal sealed class DeviceOption
{
    private const string Cpu = "cpu";
    private const string Cuda = "cuda";

    /// <summary>A GPU if there is one.</summary>
    public const string Auto = "auto";

    /// <summary>Creates the option.</summary>
    public DeviceOption(
        string what = "Where the model runs",
        string defaultDevice = Cpu,
        string auto = "a GPU if there is one"
    )
    {
        Option = new("--device")
        {
            HelpName = "DEVICE",
            Description = $"{what}: cpu; cuda or cuda:N, an NVIDIA GPU; or auto, {auto}",
            DefaultValueFactory = _ => defaultDevice,
        };
        Option.Validators.Add(Check);
    }

    /// <summary>Gets the option, whose value is the name of a device.</summary>
    public Option<string> Option { get; }

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command command) => command.Options.Add(Option);

    public VaeDevice Read(ParseResult parse) => parse.GetValue(Option)!;

    /// <summary>Opens a model folder on the device, and says which GPU it runs on.</summary>
    /// <exception cref="VaeModelException">The folder is missing or damaged.</exception>
    public VaeModel Open(ParseResult parse, string folder, CommandTerminal terminal, int? threads = null)
    {
        var device = Read(parse);
        VaeSessionOptions options = new() { Device = device, IntraOpThreadCount = threads };
        try
        {
            var model = VaeModel.Open(folder, options);
            if (device.GpuDeviceId is { } gpu && model.ExecutionProvider.StartsWith("CUDA", StringComparison.Ordinal))
            {
                terminal.WriteErrorLine(FormattableString.Invariant($"runs on CUDA device {gpu}"));
            }

            return model;
        }
        catch (InvalidOperationException e) when (device.GpuDeviceId is not null)
        {
            throw new CommandException(
                $"{Option.Name}={parse.GetValue(Option)} cannot be used: {e.Message.Replace(", or set FallbackToCpu = true", $", or use {Option.Name}={Auto}", StringComparison.Ordinal)}",
                e
            );
        }
    }

    private void Check(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { } name && !VaeDevice.TryParse(name, out _))
        {
            result.AddError(
                $"{Option.Name} is '{name}', expected {Cpu}, {Cuda}, {Cuda}:N with the number of a GPU, or {Auto}."
            );
        }
    }
}
