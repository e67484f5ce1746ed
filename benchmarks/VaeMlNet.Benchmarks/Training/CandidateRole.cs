namespace VaeMlNet.Benchmarks;

/// <summary>The role of a candidate. If several have the same role, the fastest of them counts.</summary>
internal enum CandidateRole
{
    /// <summary>VaeMlNet's trainer.</summary>
    Ours,

    /// <summary>PyTorch with the process settings of VaeMlNet.</summary>
    PyTorch,

    /// <summary>PyTorch with its default settings.</summary>
    PyTorchDefaults,

    /// <summary>Only the matrix products of a training step.</summary>
    Gemm,
}
