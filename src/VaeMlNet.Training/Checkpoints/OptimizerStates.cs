using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Reads the state of an optimizer from an untrusted file. TorchSharp takes all options, and the shapes of some tensors, from
/// the file. Other shapes would fail in the first step, and other options would train differently.
/// </summary>
internal static class OptimizerStates
{
    /// <summary>Reads the state of one optimizer. Its options, except the learning rate, must equal those of the file.</summary>
    public static void Load(OptimizerHelper optimizer, BinaryReader reader)
    {
        var expected = Options(optimizer);
        optimizer.load_state_dict(reader);
        if (!expected.SequenceEqual(Options(optimizer)))
        {
            throw new InvalidDataException("the optimizer's options differ from those of the training");
        }

        foreach (var (state, parameter) in optimizer.state_dict().State.Zip(optimizer.parameters()))
        {
            foreach (var (name, tensor, isOptional) in Tensors(state))
            {
                Check(name, tensor, isOptional, parameter);
            }
        }
    }

    private static void Check(string name, Tensor? tensor, bool isOptional, Parameter parameter)
    {
        if (
            tensor is null
                ? !isOptional
                : !tensor.shape.SequenceEqual(parameter.shape) || tensor.dtype != parameter.dtype
        )
        {
            var actual = tensor is null ? "missing" : $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";
            throw new InvalidDataException(
                $"{name} of the optimizer is {actual}, but its parameter is {parameter.dtype} "
                    + $"[{string.Join(", ", parameter.shape)}]"
            );
        }
    }

    /// <summary>Returns the saved form of the options without the learning rate, which the schedule sets at each step.</summary>
    private static byte[] Options(OptimizerHelper optimizer)
    {
        const int LearningRates = 2 * sizeof(double);
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        foreach (var options in optimizer.state_dict().Options)
        {
            var start = (int)bytes.Length;
            options.SaveStateDict(writer);
            writer.Flush();
            bytes.GetBuffer().AsSpan(start, LearningRates).Clear();
        }

        return bytes.ToArray();
    }

    /// <summary>
    /// Returns the tensors of a parameter's state. SGD creates its tensors in the first step; the other optimizers need theirs
    /// from the start.
    /// </summary>
    private static (string Name, Tensor? Tensor, bool IsOptional)[] Tensors(OptimizerState state) =>
        state switch
        {
            Adam.State adam => Moments(adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq),
            AdamW.State adam => Moments(adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq),
            RMSProp.State rmsProp =>
            [
                ("square_avg", rmsProp.square_avg, false),
                ("momentum_buffer", rmsProp.momentum_buffer, false),
                ("grad_avg", rmsProp.grad_avg, true),
            ],
            SGD.State sgd => [("momentum_buffer", sgd.momentum_buffer, true)],
            _ => throw new InvalidDataException($"the optimizer has an unknown state, {state.GetType().Name}"),
        };

    private static (string Name, Tensor? Tensor, bool IsOptional)[] Moments(
        Tensor mean,
        Tensor square,
        Tensor? largest
    ) => [("exp_avg", mean, false), ("exp_avg_sq", square, false), ("max_exp_avg_sq", largest, true)];
}
