using static TorchSharp.torch;

namespace TorchSharp.Modules;

public interface IParameterLessModule { }

/// <summary>A module without parameters, buffers or modules of its own.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) =>
        throw new InvalidOperationException($"Cannot register a buffer on a module that is declared 'parameter-less.'");

    public override void register_module(string name, nn.Module submodule) =>
        throw new InvalidOperationException(
            $"Cannot register a sub-module on a module that is declared 'parameter-less.'"
        );

    public override void register_parameter(string name, Parameter param) =>
        throw new InvalidOperationException(
            $"Cannot register a parameter on a module that is declared 'parameter-less.'"
        );
}
